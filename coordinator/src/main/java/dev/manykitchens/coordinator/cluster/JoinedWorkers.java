package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.WorkerSupply;
import dev.manykitchens.coordinator.link.WorkerHello;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Workers that come by themselves, from anywhere: each gets a name, and one whose stream broke is
/// waited for a moment. Confined to the loop.
final class JoinedWorkers implements WorkerSupply {

    /// So long a worker whose stream broke is waited for before its jobs go to others. One that
    /// lives comes back within a few tenths of a second; most that do not are dead.
    static final Duration COME_BACK = Duration.ofSeconds(1);

    private static final int LONGEST_HOST = 48;
    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9._-]+");

    private final ClusterLoop cluster;
    private boolean closed;

    /// What this needs of the coordinator it supplies.
    interface ClusterLoop {

        /// A worker may come back; the number of this break of its stream.
        int unreachable(String worker, String why);

        /// Gives a worker up unless it came back since that break.
        void goneUnlessBack(String worker, int breaks, String lastWords);

        /// Runs something on the loop, later.
        void schedule(Duration delay, Runnable task);

        /// How many workers take jobs may have changed.
        void workersChanged();
    }

    JoinedWorkers(ClusterLoop cluster) {
        this.cluster = cluster;
    }

    @Override
    public Admittance admit(WorkerHello hello, Predicate<String> isTaken) {
        if (closed) {
            return new Admittance.Refused(
                    "a coordinator takes workers until it drains, this one drains");
        }
        String wanted = hello.wantedName();
        // Nobody wished for a name that a coordinator gave: when this one has given it to another
        // worker, any other does, and whoever comes back from a coordinator that ended is not lost.
        if (wanted.isEmpty() || (hello.nameGiven() && isTaken.test(wanted))) {
            return new Admittance.As(freeName(hello.host(), isTaken), Set.copyOf(hello.recipes()));
        }
        return isTaken.test(wanted)
                ? new Admittance.Refused(
                        "a worker's name must be its own, a worker named %s is here; give it another with --name, or drain the other first"
                                .formatted(wanted))
                : new Admittance.As(wanted, Set.copyOf(hello.recipes()));
    }

    /// The host's name, with a number when others have it.
    private static String freeName(String host, Predicate<String> isTaken) {
        String fit = UNFIT.matcher(host).replaceAll("-").replaceFirst("^[._-]+", "");
        String base =
                fit.isEmpty() ? "kitchen" : fit.substring(0, Math.min(LONGEST_HOST, fit.length()));
        String name = base;
        for (int number = 2; isTaken.test(name); number++) {
            name = base + "-" + number;
        }
        return name;
    }

    @Override
    public void joined(String worker) {}

    @Override
    public void used(String worker) {}

    @Override
    public void draining(String worker) {
        cluster.workersChanged();
    }

    @Override
    public void left(String worker) {
        cluster.workersChanged();
    }

    @Override
    public void streamBroke(String worker, String why) {
        int breaks = cluster.unreachable(worker, why);
        cluster.schedule(
                COME_BACK,
                () ->
                        cluster.goneUnlessBack(
                                worker,
                                breaks,
                                why
                                        + ", and it did not come back within "
                                        + COME_BACK.toSeconds()
                                        + " s"));
    }

    @Override
    public void cameBack(String worker) {
        cluster.workersChanged();
    }

    @Override
    public void givenUp(String worker, String why) {
        cluster.workersChanged();
    }

    @Override
    public void notNeeded() {
        closed = true;
    }
}
