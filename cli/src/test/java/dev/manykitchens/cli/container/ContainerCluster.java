package dev.manykitchens.cli.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;

import dev.manykitchens.core.pool.CoordinatorAddress;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// A coordinator and workers in containers, in a network of their own, set up as docker-compose.yml
/// does it: nothing can be written but what is mounted, nothing is allowed, and the workers take
/// their token from a volume.
final class ContainerCluster implements AutoCloseable {

    private static final String IMAGE = "many-kitchens";
    private static final int PORT = 7070;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// So that whatever is left behind can be found: docker ps -aq --filter label=…
    private static final Map<String, String> LABELS = Map.of("dev.manykitchens.test", "containers");

    /// Set aside for tests of networks (RFC 2544); the one beside it is docker-compose.yml's.
    private static final String SUBNET = "198.18.71.0/24";

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final String tokens = "kitchen-test-" + UUID.randomUUID();
    private final Network network;
    private final GenericContainer<?> coordinator;
    private final Map<String, GenericContainer<?>> workers = new LinkedHashMap<>();

    private ContainerCluster() {
        docker.createVolumeCmd().withName(tokens).withLabels(LABELS).exec();
        network =
                Network.builder()
                        .createNetworkCmdModifier(command ->
                                command.withLabels(LABELS)
                                        .withIpam(
                                                new com.github.dockerjava.api.model.Network.Ipam()
                                                        .withConfig(
                                                                new com.github.dockerjava.api.model
                                                                                .Network.Ipam
                                                                                .Config()
                                                                        .withSubnet(SUBNET))))
                        .build();
        coordinator =
                kitchen("coordinator")
                        .withCommand(
                                "coordinator",
                                "--listen",
                                "0.0.0.0:" + PORT,
                                "--http",
                                "off",
                                "--advertise",
                                "coordinator:" + PORT,
                                "--state",
                                "/tmp/state",
                                "--print-tokens-to",
                                "/run/kitchen/tokens")
                        .withExposedPorts(PORT)
                        .waitingFor(Wait.forLogMessage(".*tokens are in .*", 1));
    }

    /// Why there can be no such cluster here; empty when there can.
    static String missing() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return "no container engine answers";
        }
        try {
            var _ = DockerClientFactory.instance().client().inspectImageCmd(IMAGE).exec();
            return "";
        } catch (NotFoundException _) {
            return "there is no image %s: docker build -t %s .".formatted(IMAGE, IMAGE);
        }
    }

    /// Starts a coordinator and workers of these names, with two threads each, and returns when all
    /// have joined.
    static ContainerCluster start(String... names) throws Exception {
        ContainerCluster cluster = new ContainerCluster();
        try {
            cluster.coordinator.start();
            for (String name : names) {
                cluster.workers.put(name, cluster.worker(name));
            }
            cluster.workers.values().parallelStream().forEach(GenericContainer::start);
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    private GenericContainer<?> worker(String name) {
        return kitchen(name)
                .withCommand(
                        "worker",
                        "--join-file",
                        "/run/kitchen/tokens",
                        "--joined-file",
                        "/tmp/joined",
                        "--threads",
                        "2",
                        "--name",
                        name)
                .waitingFor(Wait.forSuccessfulCommand("healthy worker"));
    }

    private GenericContainer<?> kitchen(String name) {
        return new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withNetwork(network)
                .withNetworkAliases(name)
                .withLabels(LABELS)
                // The coordinator's directory is there, and SQLite's native code in that.
                .withTmpFs(Map.of("/tmp", "rw,exec"))
                .withStartupTimeout(PATIENCE)
                .withCreateContainerCmdModifier(command -> {
                    HostConfig host = Objects.requireNonNull(command.getHostConfig());
                    host.withInit(true)
                            .withReadonlyRootfs(true)
                            .withCapDrop(Capability.ALL)
                            .withSecurityOpts(List.of("no-new-privileges:true"))
                            .withMemory(512L << 20)
                            .withBinds(new Bind(tokens, new Volume("/run/kitchen")));
                });
    }

    /// Where a client outside finds it, and what lets it in.
    CoordinatorAddress address() throws Exception {
        Container.ExecResult file = coordinator.execInContainer("cat", "/run/kitchen/tokens");
        String token =
                file.getStdout()
                        .lines()
                        .filter(line -> line.startsWith("KITCHEN_TOKEN="))
                        .map(line -> line.substring(line.indexOf('=') + 1))
                        .findFirst()
                        .orElseThrow();
        return new CoordinatorAddress(
                coordinator.getHost() + ":" + coordinator.getMappedPort(PORT),
                token,
                CoordinatorAddress.Certificates.NONE);
    }

    /// SIGKILL: the kernel closes its connections.
    void kill(String worker) {
        docker.killContainerCmd(id(worker)).exec();
    }

    /// Its processes stand still; connections stay open, and nobody answers.
    void pause(String worker) {
        docker.pauseContainerCmd(id(worker)).exec();
    }

    /// They go on.
    void resume(String worker) {
        docker.unpauseContainerCmd(id(worker)).exec();
    }

    /// SIGTERM, and SIGKILL after half a minute; its exit code.
    int stop(String worker) {
        docker.stopContainerCmd(id(worker)).withTimeout(30).exec();
        Long code = docker.inspectContainerCmd(id(worker)).exec().getState().getExitCodeLong();
        return Math.toIntExact(Objects.requireNonNull(code));
    }

    /// What it has said.
    String log(String worker) {
        return container(worker).getLogs();
    }

    private String id(String worker) {
        return container(worker).getContainerId();
    }

    private GenericContainer<?> container(String worker) {
        return Objects.requireNonNull(workers.get(worker));
    }

    @Override
    public void close() {
        workers.values().forEach(GenericContainer::stop);
        coordinator.stop();
        network.close();
        docker.removeVolumeCmd(tokens).exec();
    }
}
