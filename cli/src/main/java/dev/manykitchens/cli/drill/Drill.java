package dev.manykitchens.cli.drill;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.report.drill.DrillScore;
import dev.manykitchens.report.drill.DrilledFault;
import dev.manykitchens.report.text.Figures;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private static final double SECOND = 1e9;

    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(60);

    /// So long is waited at the end for what was handed in: longer than a pool looks for a
    /// coordinator that is lost before it gives its jobs up.
    private static final Duration LAST_JOBS = Duration.ofSeconds(130);

    /// So many batches of each submitter come before the first fault, and at most so long.
    private static final int WARM_UP_BATCHES = 50;

    private static final Duration PROGRESS_LIMIT = Duration.ofSeconds(1);
    private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(10);

    private static final long POLL_MILLIS = 50;

    private final DrilledCluster cluster;
    private final Duration quiet;
    private final Consumer<String> say;
    private final DrillEvents events = new DrillEvents();
    private final Pool pool;
    private final SteadyLoad load;
    private final List<Played> played = new ArrayList<>();

    /// Why it ended before its end; empty: it did not.
    private Optional<String> missing = Optional.empty();

    /// A fault that was played, before the last of its jobs has ended.
    private record Played(
            FaultInjection injection,
            long beganNanos,
            double rateBefore,
            int inProgress,
            long again,
            long dropped,
            OptionalDouble recovery) {}

    private Drill(DrilledCluster cluster, Duration quiet, Consumer<String> say) {
        this.cluster = cluster;
        this.quiet = quiet;
        this.say = say;
        this.pool = cluster.open(events);
        this.load = SteadyLoad.start(pool, cluster.load());
    }

    /// Starts a cluster of processes of its own on this machine, and its load.
    ///
    /// @param say takes lines about what is going on
    /// @throws DrillFailedException in one line when it cannot be had
    public static Drill ofOwn(DrillPlan plan, Kitchen kitchen, Consumer<String> say)
            throws InterruptedException {
        return on(OwnCluster.start(kitchen, plan), plan.quiet(), say);
    }

    /// Puts load on a cluster that is there, once it has been seen to be whole.
    ///
    /// @param say takes lines about what is going on
    /// @throws DrillFailedException in one line when it is not whole, or cannot be used
    /// @throws IllegalArgumentException in one line when address, token or certificates cannot be
    ///   used
    public static Drill ofFound(FoundPlan plan, Consumer<String> say) throws InterruptedException {
        return on(FoundCluster.look(plan, ClusterProbe.at(plan.address()), say), plan.quiet(), say);
    }

    /// Puts load on a cluster, which is closed with the drill, or at once when that cannot be.
    ///
    /// @param quiet how long nothing is done before and after each fault
    static Drill on(DrilledCluster cluster, Duration quiet, Consumer<String> say) {
        try {
            return new Drill(cluster, quiet, say);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /// Plays all faults, or as many as can be played: the score says what came in between.
    ///
    /// @throws DrillFailedException in one line when none could be played
    public void play() throws InterruptedException {
        say.accept(cluster.described());
        warmUp();
        try {
            for (DrilledCluster.PlannedFault fault : cluster.faults()) {
                play(fault);
            }
        } catch (DrillFailedException e) {
            if (played.isEmpty()) {
                throw e;
            }
            missing = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// What a rate is compared with is not that of JVMs that have just begun.
    private void warmUp() throws InterruptedException {
        long began = System.nanoTime();
        long wanted = (long) WARM_UP_BATCHES * cluster.load().atATime();
        while (load.completions().count() < wanted
                && System.nanoTime() - began < WARM_UP_LIMIT.toNanos()) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void play(DrilledCluster.PlannedFault planned) throws InterruptedException {
        long began = System.nanoTime();
        long again = events.again();
        Optional<ClusterView> first = cluster.status();
        Thread.sleep(quiet);
        double before = load.completions().rate(began, System.nanoTime());
        FaultInjection injection = planned.prepare();
        say.accept("%s, at %s".formatted(injection.name(), Figures.rate(before)));
        int inProgress = awaitProgress(injection.worker());
        long at = System.nanoTime();
        injection.strike();
        long struck = at + (long) (injection.seen().command().orElse(0) * SECOND);
        OptionalDouble recovery = awaitRecovery(before, at, struck);
        Optional<NotWholeException> lack = Optional.empty();
        injection.repair();
        try {
            cluster.awaitWhole();
            Thread.sleep(quiet);
        } catch (NotWholeException e) {
            lack = Optional.of(e);
        }
        long dropped =
                cluster.status()
                        .map(view ->
                                droppedSince(
                                        first, view, Duration.ofNanos(System.nanoTime() - began)))
                        .orElse(0L);
        played.add(
                new Played(
                        injection,
                        began,
                        before,
                        inProgress,
                        events.again() - again,
                        dropped,
                        recovery));
        if (lack.isPresent()) {
            throw lack.get();
        }
        say.accept(
                "in progress there: %s; back to 90 %% after %s"
                        .formatted(
                                Figures.count(inProgress, "job"),
                                Figures.time(recovery.orElse(Double.NaN))));
    }

    /// A coordinator that was started again, or leads since then, counts from 0.
    private static long droppedSince(
            Optional<ClusterView> first, ClusterView last, Duration passed) {
        long counted =
                last.uptimeNanos() < passed.toNanos()
                        ? 0
                        : first.map(view -> view.totals().dropped()).orElse(0L);
        return Math.max(0, last.totals().dropped() - counted);
    }

    /// A fault that no job feels shows nothing: it waits, not long, for the moment that jobs have
    /// just begun there.
    private int awaitProgress(Optional<String> worker) throws InterruptedException {
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

    private int inProgress(Optional<String> worker) {
        return worker.map(events::inProgress).orElseGet(events::inProgress);
    }

    private OptionalDouble awaitRecovery(double before, long at, long struck)
            throws InterruptedException {
        long until = System.nanoTime() + RECOVERY_LIMIT.toNanos();
        while (true) {
            long now = System.nanoTime();
            OptionalDouble recovery = load.completions().recovery(before, at, struck, now);
            if (recovery.isPresent() || now - until > 0) {
                return recovery;
            }
            Thread.sleep(POLL_MILLIS);
        }
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
                cluster.setting(),
                played.stream().mapToDouble(Played::rateBefore).average().orElse(Double.NaN),
                faults,
                missing);
    }

    private static DrilledFault faultOf(Played fault, List<Book> books) {
        FaultInjection.Seen seen = fault.injection().seen();
        return new DrilledFault(
                fault.injection().name(),
                fault.inProgress(),
                books.stream().mapToLong(Book::jobs).sum(),
                books.stream().mapToLong(Book::lost).sum(),
                books.stream().mapToLong(Book::twice).sum(),
                fault.again(),
                fault.dropped(),
                new DrilledFault.Times(
                        seen.command().orElse(Double.NaN),
                        seen.anotherLeads().orElse(Double.NaN),
                        fault.recovery().orElse(Double.NaN),
                        books.stream().mapToDouble(Book::seconds).max().orElse(Double.NaN)));
    }

    @Override
    public void close() {
        // What is left of the load ends with its pool, which need not wait for a worker.
        try {
            pool.closeNow();
        } finally {
            cluster.close();
        }
    }
}
