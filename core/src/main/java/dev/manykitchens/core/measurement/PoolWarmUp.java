package dev.manykitchens.core.measurement;

import dev.manykitchens.core.job.Batch;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Warms one open pool up: runs a batch unmeasured until its rounds no longer become faster, or as
/// often as was asked for, and the way to its worker JVMs after the first. Confined to one thread.
public final class PoolWarmUp {

    /// So many rounds more may be run to reach workers that had no job.
    private static final int EXTRA_ROUNDS = 3;

    private final MeasuredPool pool;
    private final Steadiness steadiness = new Steadiness();
    private boolean asked;
    private int rounds;
    private long nanos;
    private OptionalLong coldNanos = OptionalLong.empty();
    private int coldJobs;
    private int coldWorkers;
    private Optional<Duration> way = Optional.empty();

    /// A pool that has not been warmed up.
    public PoolWarmUp(MeasuredPool pool) {
        this.pool = pool;
    }

    /// Warms the pool up; does nothing when the plan says so.
    ///
    /// @param listener hears each round
    /// @throws IllegalArgumentException when the pool cannot run the batch
    /// @throws InterruptedException also when the pool was stopped meanwhile; [#outcome] then tells
    ///   how far it came
    public void run(Batch batch, WarmUpPlan plan, Consumer<MeasuredRound> listener)
            throws InterruptedException {
        if (!plan.isWanted()) {
            return;
        }
        asked = plan.rounds().isEmpty();
        Batch jobs = WarmUp.batchFor(batch, pool.slots());
        round(jobs, listener);
        // After the first round: that one shows what a cold pool takes.
        pool.warmLink(jobs);
        while (plan.wantsRound(rounds, nanos, steadiness.isReached())) {
            round(jobs, listener);
        }
        int most = rounds + EXTRA_ROUNDS;
        while (!pool.coldWorkers().isEmpty() && rounds < most) {
            round(jobs, listener);
        }
        coldWorkers = pool.coldWorkers().size();
        way = pool.measureWay(jobs);
    }

    /// How it went so far.
    public WarmUpOutcome outcome() {
        Optional<Boolean> steady =
                asked && rounds > 0 ? Optional.of(steadiness.isReached()) : Optional.empty();
        return new WarmUpOutcome(rounds, steady, coldNanos, coldJobs, coldWorkers);
    }

    /// How long the way to its worker JVMs and back takes, for a lone job that has nothing to do;
    /// empty where there are none, or before it is warm.
    public Optional<Duration> way() {
        return way;
    }

    private void round(Batch jobs, Consumer<MeasuredRound> listener) throws InterruptedException {
        MeasuredRound round = pool.runComplete(jobs);
        if (rounds == 0) {
            coldNanos = OptionalLong.of(round.round().wallNanos());
            coldJobs = jobs.size();
        }
        rounds++;
        nanos += round.round().wallNanos();
        steadiness.add(round);
        listener.accept(round);
    }
}
