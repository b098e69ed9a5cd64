package dev.manykitchens.cli.drill;

import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.report.drill.DrillSetting;
import dev.manykitchens.report.text.Figures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A coordinator and workers, processes of this machine that hear each other over the loopback
/// alone, with what they keep in a directory that is its owner's and is deleted when this is
/// closed; what a killed drill leaves there are secrets of a coordinator that is dead. The last
/// worker reaches its coordinator through a relay. Confined to one thread.
final class OwnCluster implements DrilledCluster {

    /// So long processes may take to be there: several JVMs start at once.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long POLL_MILLIS = 20;
    private static final double SECOND = 1e9;
    private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

    private final Kitchen kitchen;
    private final DrillPlan plan;
    private final Path folder;
    private final Map<String, Child> workers = new HashMap<>();
    private Optional<Child> coordinator = Optional.empty();
    private Optional<Relay> relay = Optional.empty();
    private Map<String, String> tokens = Map.of();

    private OwnCluster(Kitchen kitchen, DrillPlan plan, Path folder) {
        this.kitchen = kitchen;
        this.plan = plan;
        this.folder = folder;
    }

    /// Starts all of it, and returns when the workers have joined.
    static OwnCluster start(Kitchen kitchen, DrillPlan plan) throws InterruptedException {
        Path folder;
        try {
            folder = Files.createTempDirectory("kitchen-drill");
        } catch (IOException e) {
            throw new DrillFailedException(
                    "a drill needs a directory for what it starts: " + e.getMessage(), e);
        }
        OwnCluster cluster = new OwnCluster(kitchen, plan, folder);
        try {
            cluster.startAll();
            return cluster;
        } catch (InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void startAll() throws InterruptedException {
        Child started = startCoordinator(LOOPBACK + ":0");
        Path file = folder.resolve("tokens");
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file)) {
            started.requireAlive("the coordinator");
            pause(until, "the coordinator must listen");
        }
        tokens = variables(file);
        String at = tokens.getOrDefault("KITCHEN_COORDINATOR", "");
        int port = Integer.parseInt(at.substring(at.lastIndexOf(':') + 1));
        relay =
                Optional.of(
                        Relay.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        for (int number = 1; number <= plan.workers(); number++) {
            startWorker(name(number));
        }
        awaitWhole();
    }

    /// The name of a worker.
    ///
    /// @param number from 1
    static String name(int number) {
        return "kitchen-" + number;
    }

    /// The worker behind the relay.
    String relayed() {
        return name(plan.workers());
    }

    private Child startCoordinator(String listen) {
        Child child =
                Child.start(
                        kitchen,
                        folder.resolve("coordinator.log"),
                        Map.of(),
                        List.of(
                                "coordinator",
                                "--listen",
                                listen,
                                "--http",
                                "off",
                                "--state",
                                folder.resolve("state").toString(),
                                "--print-tokens-to",
                                folder.resolve("tokens").toString(),
                                "--lease",
                                DurationRange.text(plan.lease()),
                                "--suspect",
                                DurationRange.text(plan.suspect())));
        coordinator = Optional.of(child);
        return child;
    }

    /// Starts a worker of this name.
    void startWorker(String name) {
        String join = tokens.getOrDefault("KITCHEN_JOIN", "");
        if (name.equals(relayed())) {
            join =
                    join.substring(0, join.lastIndexOf('@') + 1)
                            + LOOPBACK
                            + ":"
                            + relay.orElseThrow().port();
        }
        workers.put(
                name,
                Child.start(
                        kitchen,
                        folder.resolve(name + ".log"),
                        Map.of("KITCHEN_JOIN", join),
                        List.of(
                                "worker",
                                "--name",
                                name,
                                "--threads",
                                Integer.toString(plan.threads()))));
    }

    /// The process of a worker.
    Child worker(String name) {
        Child child = workers.get(name);
        if (child == null) {
            throw new IllegalArgumentException("there must be a worker " + name);
        }
        return child;
    }

    Relay relay() {
        return relay.orElseThrow();
    }

    /// Kills the coordinator and starts another in its place; does not wait for it.
    void restartCoordinator() throws InterruptedException {
        coordinator.orElseThrow().kill();
        Child _ = startCoordinator(address().endpoint());
    }

    @Override
    public CoordinatorAddress address() {
        return new CoordinatorAddress(
                tokens.getOrDefault("KITCHEN_COORDINATOR", ""),
                tokens.getOrDefault("KITCHEN_TOKEN", ""),
                CoordinatorAddress.Certificates.NONE);
    }

    @Override
    public String described() {
        return "%s run, of %s each; the last is reached through a relay"
                .formatted(
                        Figures.count(plan.workers(), "worker"),
                        Figures.count(plan.threads(), "thread"));
    }

    @Override
    public Load load() {
        return new Load(plan.workers() - 1, plan.threads());
    }

    @Override
    public List<PlannedFault> faults() {
        return OwnFaults.of(plan, this);
    }

    @Override
    public DrillSetting setting() {
        return new DrillSetting.Own(
                plan.workers(),
                plan.threads(),
                plan.lease().toNanos() / SECOND,
                plan.suspect().toNanos() / SECOND);
    }

    /// Waits until all workers take jobs.
    @Override
    public void awaitWhole() throws InterruptedException {
        int count = plan.workers();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (status().map(view -> view.workersIn(WorkerState.ACTIVE)).orElse(0L) < count) {
            coordinator.orElseThrow().requireAlive("the coordinator");
            for (Map.Entry<String, Child> worker : workers.entrySet()) {
                worker.getValue().requireAlive(worker.getKey());
            }
            pause(until, count + " workers must join");
        }
    }

    private static void pause(long until, String what) throws InterruptedException {
        if (System.nanoTime() - until > 0) {
            throw new DrillFailedException(
                    "%s within %d s, did not".formatted(what, PATIENCE.toSeconds()));
        }
        Thread.sleep(POLL_MILLIS);
    }

    private static Map<String, String> variables(Path file) {
        Map<String, String> found = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                found.put(line.substring(0, equals), line.substring(equals + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Override
    public void close() {
        workers.values().forEach(Child::close);
        coordinator.ifPresent(Child::close);
        relay.ifPresent(Relay::close);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                boolean _ = Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException _) {
            // A process that is ending may still write there: it holds no token of anything alive.
        }
    }
}
