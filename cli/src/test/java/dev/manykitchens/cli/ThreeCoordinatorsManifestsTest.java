package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.membership.Peers;
import dev.manykitchens.coordinator.serve.ServeOptions;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What `kubectl apply -k deploy/kubernetes/overlays/three` would send. No cluster is asked.
class ThreeCoordinatorsManifestsTest {

    private static final Map<String, String> COORDINATOR =
            Map.of("app.kubernetes.io/name", "coordinator");

    @TempDir private static Path folder;

    private static List<HasMetadata> objects = List.of();

    @BeforeAll
    static void render() throws Exception {
        objects =
                Manifests.read(
                        Kustomized.orSkipped(folder, "overlays/three", String.join(",", names())));
    }

    /// The names that the pods of the set have, with the port for workers and clients.
    private static List<String> names() {
        return IntStream.range(0, 3)
                .mapToObj("coordinator-%d.coordinator.kitchens.svc:7070"::formatted)
                .toList();
    }

    @Test
    void nothingIsLeftOfACoordinatorThatIsOneAlone() {
        assertThat(all(Deployment.class))
                .extracting(its -> its.getMetadata().getName())
                .containsExactly("worker");
        assertThat(objects).noneMatch(PersistentVolumeClaim.class::isInstance);
        assertThat(objects)
                .filteredOn(object -> !object.getKind().equals("Namespace"))
                .allMatch(object -> object.getMetadata().getNamespace().equals("kitchens"));
    }

    @Test
    void everyPodIsOneOfThePeersUnderTheNameThatTheServiceGivesIt() {
        StatefulSet set = set();
        Service service = named(Service.class, "coordinator");
        assertThat(set.getSpec().getServiceName()).isEqualTo(service.getMetadata().getName());
        assertThat(service.getSpec().getSelector()).isEqualTo(COORDINATOR);
        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
        assertThat(set.getSpec().getReplicas()).isEqualTo(3);
        for (int pod = 0; pod < set.getSpec().getReplicas(); pod++) {
            String name = set.getMetadata().getName() + "-" + pod;

            Peers peers =
                    Peers.parse(
                            option("--peers"),
                            ServeOptions.socketAddress(option("--listen")),
                            Optional.of(option("--advertise").replace("$(POD_NAME)", name)));

            assertThat(peers.all())
                    .extracting(peer -> peer.address())
                    .containsExactlyElementsOf(names());
            assertThat(peers.own().address())
                    .isEqualTo(
                            "%s.%s.%s.svc:7070"
                                    .formatted(
                                            name,
                                            service.getMetadata().getName(),
                                            service.getMetadata().getNamespace()));
            assertThat(container().getPorts())
                    .filteredOn(port -> port.getName().equals("members"))
                    .singleElement()
                    .matches(port ->
                            peers.own().replication().endsWith(":" + port.getContainerPort()));
        }
    }

    @Test
    void thePodKnowsItsName() {
        assertThat(pod().getInitContainers().getFirst().getEnv()).isEqualTo(container().getEnv());
        assertThat(container().getEnv())
                .singleElement()
                .satisfies(variable -> {
                    assertThat(variable.getName()).isEqualTo("POD_NAME");
                    assertThat(variable.getValueFrom().getFieldRef().getFieldPath())
                            .isEqualTo("metadata.name");
                });
    }

    @Test
    void theCommandLineIsOneThatTheCommandTakes() {
        assertThat(
                        TestShell.piped()
                                .commandLine()
                                .parseArgs(container().getArgs().toArray(String[]::new))
                                .subcommand()
                                .commandSpec()
                                .name())
                .isEqualTo("coordinator");
    }

    /// The others are needed to found a group: none of them may wait for another to be ready.
    @Test
    void theyAreStartedTogetherAndReplacedOneByOneOnNodesOfTheirOwn() {
        StatefulSet set = set();

        assertThat(set.getSpec().getPodManagementPolicy()).isEqualTo("Parallel");
        assertThat(set.getSpec().getUpdateStrategy().getType()).isEqualTo("RollingUpdate");
        assertThat(set.getSpec().getMinReadySeconds()).isPositive();
        assertThat(
                        pod().getAffinity()
                                .getPodAntiAffinity()
                                .getRequiredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(term -> {
                    assertThat(term.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
                    assertThat(term.getLabelSelector().getMatchLabels()).isEqualTo(COORDINATOR);
                });
        PodDisruptionBudget budget = named(PodDisruptionBudget.class, "coordinator");
        assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(COORDINATOR);
        assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(set.getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(COORDINATOR);
    }

    /// One that stands by has neither pages nor `/healthz`.
    @Test
    void probesAreOnesThatAMemberPassesThatStandsBy() {
        assertThat(
                        Stream.of(
                                container().getStartupProbe(),
                                container().getReadinessProbe(),
                                container().getLivenessProbe()))
                .extracting(Probe::getTcpSocket)
                .allSatisfy(socket -> assertThat(socket.getPort().getStrVal()).isEqualTo("grpc"));
    }

    @Test
    void whatEachKeepsIsOnAVolumeOfItsOwnAndItsSecretsAreNot() {
        String data = set().getSpec().getVolumeClaimTemplates().getFirst().getMetadata().getName();

        assertThat(mounted(option("--data"))).isEqualTo(data);
        String state = mounted(option("--state"));
        assertThat(pod().getVolumes())
                .filteredOn(volume -> volume.getName().equals(state))
                .singleElement()
                .matches(volume -> volume.getEmptyDir() != null);
        assertThat(pod().getInitContainers().getFirst().getCommand().getLast())
                .contains("umask 077", "/secret/certificate.p12 /secret/tokens.json")
                .contains(option("--state"));
    }

    @Test
    void everyContainerMayDoNothingButRun() {
        assertThat(pod().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod().getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        assertThat(pod().getAutomountServiceAccountToken()).isFalse();
        assertThat(
                        Stream.concat(
                                pod().getInitContainers().stream(), pod().getContainers().stream()))
                .hasSize(2)
                .allSatisfy(container -> {
                    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
                    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                            .isFalse();
                    assertThat(container.getSecurityContext().getCapabilities().getDrop())
                            .containsExactly("ALL");
                    assertThat(container.getResources().getLimits()).containsKey("memory");
                    assertThat(container.getImage())
                            .isEqualTo("registry.example/many-kitchens:0.1.0");
                });
    }

    @Test
    void coordinatorsReachEachOtherAndTheNamesAndNothingElse() {
        NetworkPolicy policy = named(NetworkPolicy.class, "coordinator");

        assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isEqualTo(COORDINATOR);
        assertThat(policy.getSpec().getIngress())
                .filteredOn(rule -> ports(rule.getPorts()).equals(List.of("members")))
                .singleElement()
                .satisfies(rule ->
                        assertThat(rule.getFrom())
                                .singleElement()
                                .matches(peer ->
                                        peer.getPodSelector()
                                                .getMatchLabels()
                                                .equals(COORDINATOR)));
        assertThat(policy.getSpec().getEgress())
                .extracting(rule -> ports(rule.getPorts()))
                .containsExactly(List.of("7070", "7073"), List.of("53", "53"));
        assertThat(named(Service.class, "coordinator").getSpec().getPorts())
                .extracting(ServicePort::getPort)
                .containsExactlyInAnyOrder(7070, 7071, 7073);
    }

    @Test
    void workersLookForAllThree() {
        EnvVar join = containerOf("worker").getEnv().getFirst();
        Secret secret = named(Secret.class, join.getValueFrom().getSecretKeyRef().getName());

        assertThat(
                        new String(
                                Base64.getMimeDecoder()
                                        .decode(secret.getData().get("KITCHEN_JOIN")),
                                StandardCharsets.UTF_8))
                .matches("'?[^'@ ]+@.*")
                .contains("@" + String.join(",", names()));
    }

    private static String mounted(String path) {
        return container().getVolumeMounts().stream()
                .filter(mount -> path.startsWith(mount.getMountPath() + "/"))
                .findFirst()
                .map(VolumeMount::getName)
                .orElseThrow();
    }

    private static List<String> ports(List<NetworkPolicyPort> ports) {
        return ports.stream().map(port -> String.valueOf(port.getPort().getValue())).toList();
    }

    private static String option(String name) {
        return container().getArgs().stream()
                .filter(argument -> argument.startsWith(name + "="))
                .findFirst()
                .map(argument -> argument.substring(name.length() + 1))
                .orElseThrow();
    }

    private static StatefulSet set() {
        return named(StatefulSet.class, "coordinator");
    }

    private static PodSpec pod() {
        return set().getSpec().getTemplate().getSpec();
    }

    private static Container container() {
        return pod().getContainers().getFirst();
    }

    private static Container containerOf(String deployment) {
        return named(Deployment.class, deployment)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }

    private static <T> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static <T extends HasMetadata> T named(Class<T> type, String name) {
        return all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
    }
}
