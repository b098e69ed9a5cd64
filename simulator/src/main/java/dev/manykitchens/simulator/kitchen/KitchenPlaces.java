package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.ReplacementPolicy;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.scenario.Network;
import dev.manykitchens.simulator.LinkFaults;
import dev.manykitchens.simulator.LinkPlan;
import dev.manykitchens.simulator.SimulatedCluster;
import dev.manykitchens.simulator.Simulation;
import dev.manykitchens.simulator.WorkerPlan;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The places of a pool's workers: who is at each, and who comes when one is gone. A process that
/// died is replaced as the real pools do it, by their policy; one that was cut off for too long
/// comes back as a new worker when its line stands again.
final class KitchenPlaces {

    /// A worker whose stream broke is waited for so long; the coordinator of a cluster does so.
    static final Duration COME_BACK = Duration.ofSeconds(1);

    /// Signs of life come at least so often, and four times before silence is suspect.
    private static final long LEAST_OFTEN_NANOS = 500_000_000;

    private final Simulation simulation;
    private final SimulatedCluster cluster;
    private final KitchenCrew crew;
    private final LinkPlan link;
    private final int prefetch;
    private final long heartbeatNanos;
    private final ReplacementPolicy policy = new ReplacementPolicy();

    /// The name of the worker at each place, from 1; empty where none is.
    private final String[] names;

    private final Map<String, Integer> placeOf = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    /// Until when the line to a place is cut.
    private final Map<Integer, Long> cutUntil = new HashMap<>();

    private int named;
    private int coming;

    KitchenPlaces(
            Simulation simulation,
            SimulatedCluster cluster,
            KitchenCrew crew,
            DispatchOptions options) {
        this.simulation = simulation;
        this.cluster = cluster;
        this.crew = crew;
        this.prefetch = options.prefetch();
        this.names = new String[crew.size() + 1];
        Arrays.fill(names, "");
        heartbeatNanos =
                crew.fallsSilent()
                        ? Math.min(options.suspectAfter().toNanos() / 4, LEAST_OFTEN_NANOS)
                        : 0;
        link = crew.conditions().network().map(KitchenPlaces::link).orElse(LinkPlan.INSTANT);
    }

    private static LinkPlan link(Network network) {
        return new LinkPlan(network.delay(), network.bytesPerSecond(), LinkFaults.NONE);
    }

    /// All of them are there.
    void fill() {
        for (int place = 1; place <= crew.size(); place++) {
            cluster.have(nextAt(place));
        }
    }

    /// The place of a worker that is there or comes.
    int placeOf(String worker) {
        Integer place = placeOf.get(worker);
        if (place == null) {
            throw new IllegalStateException("a worker must have a place, has none: " + worker);
        }
        return place;
    }

    /// A worker was heard.
    void joined() {
        policy.started();
    }

    /// A worker has a job.
    void used(String worker) {
        if (crew.isMortal() && used.add(worker)) {
            policy.used();
        }
    }

    /// A worker is gone for good.
    void gone(String worker) {
        Integer place = placeOf.remove(worker);
        if (place == null) {
            return;
        }
        names[place] = "";
        Long until = cutUntil.get(place);
        if (until != null) {
            comeAfter(until - simulation.now(), place);
            return;
        }
        Optional<Duration> delay = policy.afterDeath(simulation.now(), !used.contains(worker));
        if (delay.isPresent()) {
            comeAfter(delay.get().plus(crew.conditions().startup()).toNanos(), place);
        } else if (placeOf.isEmpty() && coming == 0) {
            simulation.after(0, this::giveUp);
        }
    }

    /// The worker at a place dies; false when none is there.
    boolean kill(int place) {
        if (names[place].isEmpty()) {
            return false;
        }
        cluster.kill(names[place], "it was killed by signal 9 (SIGKILL)");
        return true;
    }

    /// The worker at a place stands still for a while; false when none is there.
    boolean pause(int place, Duration length) {
        if (names[place].isEmpty()) {
            return false;
        }
        cluster.pause(names[place], length.toNanos());
        return true;
    }

    /// The worker at a place cannot be heard for a while; false when none is there, or that is so
    /// already.
    boolean cut(int place, Duration length) {
        String name = names[place];
        if (name.isEmpty() || cutUntil.containsKey(place)) {
            return false;
        }
        cutUntil.put(place, Math.addExact(simulation.now(), length.toNanos()));
        cluster.breakStream(name, length.toNanos());
        simulation.after(length.toNanos(), () -> cutUntil.remove(place));
        if (length.compareTo(COME_BACK) > 0) {
            simulation.after(
                    COME_BACK.toNanos(),
                    () -> {
                        if (names[place].equals(name)) {
                            cluster.giveUp(
                                    name,
                                    "its connection broke and did not come back within "
                                            + COME_BACK.toSeconds()
                                            + " s");
                        }
                    });
        }
        return true;
    }

    private void comeAfter(long nanos, int place) {
        coming++;
        simulation.after(
                nanos,
                () -> {
                    coming--;
                    cluster.start(nextAt(place));
                });
    }

    private WorkerPlan nextAt(int place) {
        String name = "w" + ++named;
        names[place] = name;
        placeOf.put(name, place);
        return new WorkerPlan(name, crew.threads(), prefetch, heartbeatNanos, 0, link, Set.of());
    }

    private void giveUp() {
        Outcome outcome =
                new Outcome.Failed(
                        "worker JVMs cannot be started: %d of them in a row were lost before they had a job"
                                .formatted(ReplacementPolicy.MOST_IDLE_DEATHS),
                        new Origin("", "simulated", 0, 1));
        cluster.feed(new Input.WorkersUnavailable(outcome));
    }
}
