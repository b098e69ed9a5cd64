package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What `kubectl apply -k deploy/kubernetes/overlays/example` would send, rendered by kubectl
/// itself and held against the schema and against itself. No cluster is asked.
class KubernetesManifestsTest {

    private static final String PART = "app.kubernetes.io/name";

    @TempDir private static Path folder;

    private static String rendered = "";
    private static List<HasMetadata> objects = List.of();

    @BeforeAll
    static void render() throws Exception {
        rendered =
                Kustomized.orSkipped(folder, "overlays/example", "coordinator.kitchens.svc:7070");
        objects = Manifests.read(rendered);
    }

    @Test
    void everythingIsThereAndInTheNamespace() {
        assertThat(objects)
                .extracting(object -> object.getKind() + " " + withoutHash(object))
                .containsExactlyInAnyOrder(
                        "Namespace kitchens",
                        "Secret kitchen-state",
                        "Secret kitchen-join",
                        "PersistentVolumeClaim coordinator-data",
                        "Deployment coordinator",
                        "Deployment worker",
                        "Service coordinator",
                        "PodDisruptionBudget worker",
                        "HorizontalPodAutoscaler worker",
                        "NetworkPolicy coordinator",
                        "NetworkPolicy worker");
        assertThat(objects)
                .filteredOn(object -> !object.getKind().equals("Namespace"))
                .extracting(object -> object.getMetadata().getNamespace())
                .containsOnly("kitchens");
    }

    @Test
    void aFieldThatDoesNotExistIsRefused() {
        for (String name :
                List.of(
                        "readinessProbe",
                        "matchLabels",
                        "maxUnavailable",
                        "policyTypes",
                        "averageValue")) {
            String wrong = rendered.replaceFirst(name + ":", name + "s:");

            assertThat(wrong).isNotEqualTo(rendered);
            assertThatThrownBy(() -> Manifests.read(wrong))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(UnrecognizedPropertyException.class)
                    .hasMessageContaining(name + "s");
        }
    }

    @Test
    void everyContainerMayDoNothingButRun() {
        for (Deployment deployment : all(Deployment.class)) {
            PodSpec pod = pod(deployment);
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(7070);
            assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                    .isEqualTo("RuntimeDefault");
            for (Container container : containers(pod)) {
                SecurityContext security = container.getSecurityContext();
                assertThat(security.getReadOnlyRootFilesystem()).isTrue();
                assertThat(security.getAllowPrivilegeEscalation()).isFalse();
                assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(container.getResources().getLimits()).containsKey("memory");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getImage()).isEqualTo("registry.example/many-kitchens:0.1.0");
            }
        }
    }

    @Test
    void probesAskWhatIsServedOrWhatTheImageHas() {
        for (Deployment deployment : all(Deployment.class)) {
            for (Container container : pod(deployment).getContainers()) {
                assertThat(container.getReadinessProbe()).as(container.getName()).isNotNull();
                Stream.of(
                                container.getReadinessProbe(),
                                container.getLivenessProbe(),
                                container.getStartupProbe())
                        .filter(Objects::nonNull)
                        .forEach(probe -> assertAnswered(probe, container));
            }
        }
    }

    private static void assertAnswered(Probe probe, Container container) {
        // The kubelet's own gRPC probe cannot speak TLS.
        assertThat(probe.getGrpc()).isNull();
        if (probe.getHttpGet() != null) {
            assertThat(probe.getHttpGet().getPath()).isEqualTo("/healthz");
            assertThat(hasPort(container, probe.getHttpGet().getPort())).isTrue();
            return;
        }
        assertThat(probe.getExec().getCommand())
                .startsWith("healthy")
                .endsWith(container.getName());
    }

    /// The process of a worker, here one that ends in its own time once it is told to, and would
    /// complain about a second signal.
    @Test
    void beforeItIsStoppedAWorkerDrains() throws Exception {
        List<String> hook =
                pod(deployment("worker"))
                        .getContainers()
                        .getFirst()
                        .getLifecycle()
                        .getPreStop()
                        .getExec()
                        .getCommand();
        Process worker =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "trap 'told=x$told' TERM; echo ready; until [ \"$told\" ]; do sleep 0.1; done; sleep 0.5; echo \"$told\"")
                        .start();
        try (BufferedReader said = worker.inputReader()) {
            assertThat(said.readLine()).isEqualTo("ready");
            List<String> there =
                    hook.stream()
                            .map(word -> word.replaceAll("\\b1\\b", String.valueOf(worker.pid())))
                            .toList();

            int exit = new ProcessBuilder(there).start().waitFor();

            assertThat(there).isNotEqualTo(hook);
            assertThat(exit).isZero();
            assertThat(said.readLine()).isEqualTo("x");
            assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void commandLinesAreOnesThatTheCommandTakes() {
        for (Deployment deployment : all(Deployment.class)) {
            for (Container container : pod(deployment).getContainers()) {
                CommandLine.ParseResult parsed = parsed(container.getArgs());

                assertThat(parsed.subcommand().commandSpec().name()).isEqualTo(container.getName());
            }
        }
        assertThatThrownBy(() -> parsed(List.of("worker", "--joined-files=/tmp/joined")))
                .isInstanceOf(CommandLine.UnmatchedArgumentException.class);
    }

    private static CommandLine.ParseResult parsed(List<String> arguments) {
        return TestShell.piped().commandLine().parseArgs(arguments.toArray(String[]::new));
    }

    @Test
    void selectorsFindTheirPods() {
        assertThat(all(Deployment.class))
                .allSatisfy(deployment ->
                        assertThat(selected(deployment.getSpec().getSelector()))
                                .containsExactly(deployment));
        assertThat(selected(one(PodDisruptionBudget.class).getSpec().getSelector()))
                .containsExactly(deployment("worker"));
        assertThat(all(NetworkPolicy.class))
                .allSatisfy(policy ->
                        assertThat(selected(policy.getSpec().getPodSelector()))
                                .containsExactly(deployment(policy.getMetadata().getName())));
    }

    @Test
    void theServiceLeadsToPortsOfTheCoordinator() {
        Service service = one(Service.class);
        Container coordinator = pod(deployment("coordinator")).getContainers().getFirst();

        assertThat(matching(service.getSpec().getSelector()))
                .containsExactly(deployment("coordinator"));
        assertThat(service.getSpec().getPorts())
                .extracting(ServicePort::getPort)
                .containsExactly(7070, 7071);
        assertThat(service.getSpec().getPorts())
                .allMatch(port -> hasPort(coordinator, port.getTargetPort()));
        assertThat(coordinator.getArgs())
                .contains(
                        "--advertise=%s.%s.svc:7070"
                                .formatted(
                                        service.getMetadata().getName(),
                                        service.getMetadata().getNamespace()));
    }

    @Test
    void whatWorkersMayReachIsWhatTheCoordinatorLetsIn() {
        Container coordinator = pod(deployment("coordinator")).getContainers().getFirst();
        NetworkPolicy lets = policy("coordinator");
        NetworkPolicy reaches = policy("worker");

        assertThat(lets.getSpec().getIngress())
                .flatMap(rule -> rule.getPorts())
                .allMatch(port -> hasPort(coordinator, port.getPort()));
        assertThat(reaches.getSpec().getEgress())
                .anySatisfy(rule -> {
                    assertThat(rule.getTo())
                            .singleElement()
                            .extracting(peer -> selected(peer.getPodSelector()))
                            .isEqualTo(List.of(deployment("coordinator")));
                    assertThat(rule.getPorts())
                            .singleElement()
                            .matches(port -> hasPort(coordinator, port.getPort()));
                });
        assertThat(reaches.getSpec().getIngress()).isEmpty();
        assertThat(lets.getSpec().getEgress()).isEmpty();
    }

    /// Pods of the cluster's DNS carry no label of ours: a peer that asks for one finds nothing,
    /// and no worker finds its coordinator.
    @Test
    void workersMayAskTheClustersDns() {
        assertThat(policy("worker").getSpec().getEgress())
                .anySatisfy(rule -> {
                    assertThat(rule.getTo())
                            .singleElement()
                            .satisfies(peer -> {
                                assertThat(peer.getPodSelector().getMatchLabels())
                                        .isEqualTo(Map.of("k8s-app", "kube-dns"));
                                assertThat(peer.getNamespaceSelector().getMatchLabels()).isEmpty();
                            });
                    assertThat(rule.getPorts())
                            .extracting(
                                    port -> port.getProtocol() + " " + port.getPort().getIntVal())
                            .containsExactlyInAnyOrder("UDP 53", "TCP 53");
                });
    }

    @Test
    void everyPodSaysWhatItIsPartOf() {
        assertThat(all(Deployment.class))
                .allSatisfy(deployment ->
                        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                                .containsEntry("app.kubernetes.io/part-of", "many-kitchens"));
    }

    @Test
    void theAutoscalerNamesTheWorkers() {
        HorizontalPodAutoscaler scaler = one(HorizontalPodAutoscaler.class);
        CrossVersionObjectReference target = scaler.getSpec().getScaleTargetRef();

        assertThat(target.getApiVersion()).isEqualTo(deployment("worker").getApiVersion());
        assertThat(target.getKind()).isEqualTo("Deployment");
        assertThat(target.getName()).isEqualTo("worker");
        assertThat(scaler.getSpec().getMinReplicas()).isLessThan(scaler.getSpec().getMaxReplicas());
    }

    @Test
    void secretsAndVolumesThatAreMountedExist() {
        for (Deployment deployment : all(Deployment.class)) {
            PodSpec pod = pod(deployment);
            assertThat(containers(pod))
                    .flatMap(Container::getVolumeMounts)
                    .extracting(VolumeMount::getName)
                    .isSubsetOf(pod.getVolumes().stream().map(volume -> volume.getName()).toList());
            pod.getVolumes().stream()
                    .filter(volume -> volume.getSecret() != null)
                    .forEach(volume ->
                            assertThat(secret(volume.getSecret().getSecretName()).getData())
                                    .containsOnlyKeys("certificate.p12", "tokens.json"));
            containers(pod).stream()
                    .flatMap(container -> container.getEnv().stream())
                    .forEach(KubernetesManifestsTest::assertKnown);
        }
    }

    /// A pod that is moved leaves behind what is in any other volume.
    @Test
    void whatTheCoordinatorKeepsIsOnAVolumeThatGoesWithIt() {
        Deployment coordinator = deployment("coordinator");
        Container container = pod(coordinator).getContainers().getFirst();
        String data =
                container.getArgs().stream()
                        .filter(argument -> argument.startsWith("--data="))
                        .map(argument -> argument.substring("--data=".length()))
                        .findFirst()
                        .orElseThrow();
        VolumeMount mount =
                container.getVolumeMounts().stream()
                        .filter(its -> data.startsWith(its.getMountPath() + "/"))
                        .findFirst()
                        .orElseThrow();
        Volume volume =
                pod(coordinator).getVolumes().stream()
                        .filter(its -> its.getName().equals(mount.getName()))
                        .findFirst()
                        .orElseThrow();

        assertThat(mount.getReadOnly()).isNotEqualTo(true);
        assertThat(volume.getPersistentVolumeClaim().getClaimName())
                .isEqualTo(one(PersistentVolumeClaim.class).getMetadata().getName());
        // Two at once are refused by the lock, and the second would be started again and again.
        assertThat(coordinator.getSpec().getReplicas()).isEqualTo(1);
        assertThat(coordinator.getSpec().getStrategy().getType()).isEqualTo("Recreate");
    }

    private static void assertKnown(EnvVar variable) {
        SecretKeySelector key = variable.getValueFrom().getSecretKeyRef();
        assertThat(secret(key.getName()).getData()).containsKey(key.getKey());
        assertThat(
                        Base64.getMimeDecoder()
                                .decode(secret(key.getName()).getData().get(key.getKey())))
                .asString()
                .matches("[^'@ ]+@coordinator\\.kitchens\\.svc:7070");
    }

    private static <T> List<T> all(Class<T> type) {
        List<T> found = objects.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).as(type.getSimpleName()).isNotEmpty();
        return found;
    }

    private static <T> T one(Class<T> type) {
        List<T> found = all(type);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static <T extends HasMetadata> T named(Class<T> type, String name) {
        return all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
    }

    private static Deployment deployment(String name) {
        return named(Deployment.class, name);
    }

    private static NetworkPolicy policy(String name) {
        return named(NetworkPolicy.class, name);
    }

    private static Secret secret(String name) {
        return named(Secret.class, name);
    }

    private static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    private static List<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .toList();
    }

    /// The deployments of whose pods a selector finds every one.
    private static List<Deployment> selected(LabelSelector selector) {
        assertThat(selector.getMatchExpressions()).isEmpty();
        assertThat(selector.getMatchLabels()).containsKey(PART);
        return matching(selector.getMatchLabels());
    }

    private static List<Deployment> matching(Map<String, String> labels) {
        return all(Deployment.class).stream()
                .filter(deployment ->
                        deployment
                                .getSpec()
                                .getTemplate()
                                .getMetadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(labels.entrySet()))
                .toList();
    }

    private static boolean hasPort(Container container, IntOrString wanted) {
        return container.getPorts().stream()
                .anyMatch(port ->
                        port.getName().equals(wanted.getStrVal())
                                || port.getContainerPort().equals(wanted.getIntVal()));
    }

    /// A generated secret carries a hash of what it holds, so that pods are replaced with it.
    private static String withoutHash(HasMetadata object) {
        String name = object.getMetadata().getName();
        return object.getKind().equals("Secret") ? name.substring(0, name.lastIndexOf('-')) : name;
    }
}
