package dev.manykitchens.cli.drill;

import dev.manykitchens.cli.fault.Pause;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.report.drill.DrillScore;
import dev.manykitchens.report.drill.DrilledFault;
import dev.manykitchens.report.text.Figures;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/// Plays faults on a cluster under load and keeps the score.
///
/// ```
///  quiet ──▶ fault ──▶ until it has ended, all workers are here, results come as before ──▶ quiet
///   rate        jobs in progress                  time to recover
/// ```
///
/// The load is what all workers but one can carry: so whoever is missing does not count, and what
/// is measured is how long those who are left wait for what was in progress there. Confined to one
/// thread; an interrupt ends it.
public final class Drill implements AutoCloseable {

    /// So long the throughput is waited for.
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(60);

    /// So long is waited at the end for what was handed in: longer than a pool looks for a
    /// coordinator that is lost before it gives its jobs up.
    private static final Duration LAST_JOBS = Duration.ofSeconds(130);

    /// So many batches of each submitter come before the first fault, and at most so long.
    private static final int WARM_UP_BATCHES = 50;

    private static final Duration PROGRESS_LIMIT = Duration.ofSeconds(1);
    private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(10);

    /// Stands for the name of a worker.
    private static final String EVERYBODY = "";

    private static final long POLL_MILLIS = 50;
    private static final double SECOND = 1e9;

    private final DrillPlan plan;
    private final Consumer<String> say;
    private final DrilledCluster cluster;
    private final DrillEvents events = new DrillEvents();
    private final Pool pool;
    private final SteadyLoad load;
    private final List<Played> played = new ArrayList<>();

    /// A fault that was played, before the last of its jobs has ended.
    private record Played(
            String fault,
            long beganNanos,
            double rateBefore,
            int inProgress,
            long again,
            long dropped,
            OptionalDouble recovery) {}

    /// Something that is done to the cluster; it has ended when this returns.
    @FunctionalInterface
    private interface Blow {
        void strike() throws InterruptedException;
    }

    private Drill(DrillPlan plan, Consumer<String> say, DrilledCluster cluster) {
        this.plan = plan;
        this.say = say;
        this.cluster = cluster;
        this.pool = open();
        this.load = SteadyLoad.start(pool, plan.workers() - 1, plan.threads());
    }

    /// Starts a cluster and its load.
    ///
    /// @param say takes lines about what is going on
    /// @throws DrillFailedException in one line when it cannot be had
    public static Drill start(DrillPlan plan, Kitchen kitchen, Consumer<String> say)
            throws InterruptedException {
        DrilledCluster cluster = DrilledCluster.start(kitchen, plan);
        try {
            return new Drill(plan, say, cluster);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private Pool open() {
        try {
            return Pools.open(
                    PoolSpec.parse("cluster"),
                    PoolOptions.defaults().withCoordinator(cluster.address()).withEvents(events));
        } catch (IllegalStateException e) {
            throw new DrillFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Plays all faults.
    public void play() throws InterruptedException {
        say.accept(
                "%s run, of %s each; the last is reached through a relay"
                        .formatted(
                                Figures.count(plan.workers(), "worker"),
                                Figures.count(plan.threads(), "thread")));
        warmUp();
        for (Fault fault : plan.faults()) {
            switch (fault) {
                case KILL -> kill(DrilledCluster.name(1));
                case PAUSE -> {
                    pause(DrilledCluster.name(2), plan.shortPause());
                    pause(DrilledCluster.name(2), plan.pause());
                }
                case CUT -> cut(plan.pause());
                case RESTART -> restart();
            }
        }
    }

    /// What a rate is compared with is not that of JVMs that have just begun.
    private void warmUp() throws InterruptedException {
        long began = System.nanoTime();
        long wanted = (long) WARM_UP_BATCHES * plan.threads() * (plan.workers() - 1);
        while (load.completions().count() < wanted
                && System.nanoTime() - began < WARM_UP_LIMIT.toNanos()) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void kill(String worker) throws InterruptedException {
        play(
                "kill " + worker,
                worker,
                () -> cluster.worker(worker).kill(),
                // Whoever looks after workers starts another; how long that takes is theirs.
                () -> cluster.startWorker(worker));
    }

    private void pause(String worker, Duration length) throws InterruptedException {
        play(
                "pause %s for %s".formatted(worker, DurationRange.text(length)),
                worker,
                () -> {
                    try (Pause _ = stopped(worker)) {
                        Thread.sleep(length);
                    }
                },
                () -> {});
    }

    private Pause stopped(String worker) {
        try {
            return Pause.of(cluster.worker(worker).pid());
        } catch (IOException e) {
            throw new DrillFailedException(
                    "%s cannot be paused: %s".formatted(worker, e.getMessage()), e);
        }
    }

    private void cut(Duration length) throws InterruptedException {
        String worker = cluster.relayed();
        play(
                "cut off %s for %s".formatted(worker, DurationRange.text(length)),
                worker,
                () -> {
                    cluster.relay().cut();
                    try {
                        Thread.sleep(length);
                    } finally {
                        cluster.relay().mend();
                    }
                },
                () -> {});
    }

    private void restart() throws InterruptedException {
        play("restart the coordinator", EVERYBODY, cluster::restartCoordinator, () -> {});
    }

    /// @param worker whose jobs in progress are counted
    /// @param repair makes the cluster whole again, once the others have recovered
    private void play(String fault, String worker, Blow blow, Blow repair)
            throws InterruptedException {
        long began = System.nanoTime();
        long again = events.again();
        boolean everybody = worker.equals(EVERYBODY);
        // A coordinator that is started again counts from 0.
        long dropped = everybody ? 0 : dropped();
        Thread.sleep(plan.quiet());
        double before = load.completions().rate(began, System.nanoTime());
        say.accept("%s, at %s".formatted(fault, Figures.rate(before)));
        int inProgress = awaitProgress(worker);
        long at = System.nanoTime();
        blow.strike();
        OptionalDouble recovery = awaitRecovery(before, at);
        repair.strike();
        cluster.awaitWorkers(plan.workers());
        Thread.sleep(plan.quiet());
        played.add(
                new Played(
                        fault,
                        began,
                        before,
                        inProgress,
                        events.again() - again,
                        dropped() - dropped,
                        recovery));
        say.accept(
                "in progress there: %s; back to 90 %% after %s"
                        .formatted(
                                Figures.count(inProgress, "job"),
                                Figures.time(recovery.orElse(Double.NaN))));
    }

    /// A fault that no job feels shows nothing: it waits, not long, for the moment that jobs have
    /// just begun there.
    private int awaitProgress(String worker) throws InterruptedException {
        long until = System.nanoTime() + PROGRESS_LIMIT.toNanos();
        boolean wasIdle = false;
        while (true) {
            int jobs = inProgress(worker);
            wasIdle |= jobs == 0;
            if ((wasIdle && jobs > 0) || System.nanoTime() - until > 0) {
                return jobs;
            }
            Thread.sleep(1);
        }
    }

    private int inProgress(String worker) {
        return worker.equals(EVERYBODY) ? events.inProgress() : events.inProgress(worker);
    }

    private OptionalDouble awaitRecovery(double before, long at) throws InterruptedException {
        long until = System.nanoTime() + RECOVERY_LIMIT.toNanos();
        while (true) {
            long now = System.nanoTime();
            OptionalDouble recovery = load.completions().recovery(before, at, now);
            if (recovery.isPresent() || now - until > 0) {
                return recovery;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private long dropped() {
        return cluster.status().map(ClusterView::totals).map(totals -> totals.dropped()).orElse(0L);
    }

    /// Hands in no more, waits for the last jobs, and says what each fault cost.
    public DrillScore score() throws InterruptedException {
        load.finish(LAST_JOBS);
        List<DrilledFault> faults = new ArrayList<>();
        for (int i = 0; i < played.size(); i++) {
            long begin = i == 0 ? Long.MIN_VALUE : played.get(i).beganNanos();
            long end = i + 1 < played.size() ? played.get(i + 1).beganNanos() : Long.MAX_VALUE;
            faults.add(faultOf(played.get(i), load.between(begin, end)));
        }
        return new DrillScore(
                plan.workers(),
                plan.threads(),
                plan.lease().toNanos() / SECOND,
                plan.suspect().toNanos() / SECOND,
                played.stream().mapToDouble(Played::rateBefore).average().orElse(Double.NaN),
                faults);
    }

    private static DrilledFault faultOf(Played fault, List<Book> books) {
        return new DrilledFault(
                fault.fault(),
                fault.inProgress(),
                books.stream().mapToLong(Book::jobs).sum(),
                books.stream().mapToLong(Book::lost).sum(),
                books.stream().mapToLong(Book::twice).sum(),
                fault.again(),
                fault.dropped(),
                fault.recovery().orElse(Double.NaN),
                books.stream().mapToDouble(Book::seconds).max().orElse(Double.NaN));
    }

    @Override
    public void close() {
        // What is left of the load ends with its pool, which need not wait for a worker.
        pool.closeNow();
        cluster.close();
    }
}
