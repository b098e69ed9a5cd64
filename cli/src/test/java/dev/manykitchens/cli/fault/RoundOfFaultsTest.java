package dev.manykitchens.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.scenario.DistributionText;
import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.StrikeCounts;
import dev.manykitchens.core.scenario.Strikes;
import dev.manykitchens.core.scenario.WorkerConditions;

import org.junit.jupiter.api.Test;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// Nobody is at the place where the faults strike, so that each one that was due counts as missed.
class RoundOfFaultsTest {

    private static final long MILLI = 1_000_000;

    private static final Fault KILL =
            new Fault.Kill(
                    new Fault.Target.At(1),
                    new Fault.Schedule.Every(DistributionText.parse("300ms")));

    private final HandClock clock = new HandClock();

    @Test
    void timesCountFromTheBatchWhateverCameBeforeIt() {
        RoundOfFaults round =
                RoundOfFaults.ofNextBatch(List.of(KILL), strikes(), new WorkerPlaces(1), clock);
        // A calibration, say, on a machine that has more to do.
        clock.pass(10_000 * MILLI);
        assertThat(due(round)).isZero();

        round.accept(new RunEvent.BatchSubmitted(clock.nanos(), 7, "bake", 120));
        clock.pass(299 * MILLI);
        assertThat(due(round)).isZero();
        clock.pass(MILLI);
        assertThat(due(round)).isEqualTo(1);
        clock.pass(300 * MILLI);
        assertThat(due(round)).isEqualTo(2);
    }

    @Test
    void whoHasNoJobAnyMoreIsNotStruck() {
        RoundOfFaults round =
                RoundOfFaults.ofNextBatch(List.of(KILL), strikes(), new WorkerPlaces(1), clock);
        round.accept(new RunEvent.BatchSubmitted(clock.nanos(), 7, "bake", 120));
        clock.pass(300 * MILLI);

        round.accept(new RunEvent.BatchFinished(clock.nanos(), 6, 1, 0));
        clock.pass(300 * MILLI);
        assertThat(due(round)).isEqualTo(2);
        round.accept(new RunEvent.BatchFinished(clock.nanos(), 7, 120, 0));
        clock.pass(10_000 * MILLI);

        assertThat(due(round)).isEqualTo(2);
    }

    @Test
    void thoseOfALoadBeginWithItThoughNoJobHasCome() {
        RoundOfFaults round =
                RoundOfFaults.fromNow(List.of(KILL), strikes(), new WorkerPlaces(1), clock);

        clock.pass(300 * MILLI);

        assertThat(due(round)).isEqualTo(1);
    }

    private static int due(RoundOfFaults round) {
        return round.counts().byFault().getOrDefault(KILL, NONE).missed();
    }

    private static final StrikeCounts.Count NONE = new StrikeCounts.Count(0, 0, 0, 0);

    private static Strikes strikes() {
        return new Strikes(
                new WorkerConditions(
                        List.of(), Optional.empty(), List.of(KILL), WorkerConditions.USUAL_STARTUP),
                1,
                RandomStreams.seeded(1).replication(0));
    }

    /// Its time passes when a test says so.
    private static final class HandClock implements FaultClock {

        private record Task(long atNanos, long number, Runnable action) {}

        private final PriorityQueue<Task> tasks =
                new PriorityQueue<>(
                        Comparator.comparingLong(Task::atNanos).thenComparingLong(Task::number));

        private long now = 5_000;
        private long number;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void after(long nanos, Runnable action) {
            tasks.add(new Task(now + Math.max(0, nanos), ++number, action));
        }

        void pass(long nanos) {
            long until = now + nanos;
            for (Task next = tasks.peek();
                    next != null && next.atNanos() <= until;
                    next = tasks.peek()) {
                tasks.remove(next);
                now = next.atNanos();
                next.action().run();
            }
            now = until;
        }

        @Override
        public void close() {
            tasks.clear();
        }
    }
}
