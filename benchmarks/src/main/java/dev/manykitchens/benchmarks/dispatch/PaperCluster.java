package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.coordinator.dispatch.Coordinator;
import dev.manykitchens.coordinator.dispatch.WorkerSupply;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.RunningBatch;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/// A real coordinator whose workers exist on paper only ([AnsweringLink]): what is measured is the
/// coordinator.
final class PaperCluster implements AutoCloseable {

    /// Paper has no heartbeat.
    private static final Duration SILENCE = Duration.ofHours(1);

    private static final long CANCEL_SECONDS = 60;

    private final Coordinator coordinator;
    private final LongAdder done = new LongAdder();
    private volatile boolean silent;

    /// A cluster of workers with a thread each.
    ///
    /// @param jobNanos how long each job is said to take
    PaperCluster(int workers, long jobNanos) {
        coordinator =
                Coordinator.start(
                        DispatchOptions.DEFAULTS.withSilence(SILENCE, SILENCE.multipliedBy(2)),
                        Map.of(),
                        EventSink.NONE,
                        new Supply());
        for (int i = 0; i < workers; i++) {
            coordinator
                    .inbox()
                    .joined(
                            new AnsweringLink(coordinator.inbox(), jobNanos, () -> silent),
                            new WorkerHello("w" + i, "paper", i, 1, List.of()));
        }
    }

    /// From now on workers take jobs and say nothing.
    void silence() {
        silent = true;
    }

    static Batch batch(int jobs) {
        return new Batch(
                new ComputeSquare(),
                Columns.of(Column.ofLongs(new long[jobs])),
                BatchOptions.DEFAULTS);
    }

    RunningBatch start(Batch batch) {
        return coordinator.submit(batch, false, new Counted());
    }

    /// Returns when everything that was submitted before is in the queue.
    void settle() throws Exception {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        coordinator.onLoop(() -> passed.complete(null));
        passed.get();
    }

    /// What a job costs while a batch of so many runs again and again, in nanoseconds.
    double nanosPerJob(Duration time, Batch batch) throws Exception {
        long before = done.sum();
        long began = System.nanoTime();
        long end = began + time.toNanos();
        RunningBatch running = start(batch);
        while (isDone(running, end - System.nanoTime())) {
            running = start(batch);
        }
        double cost = (System.nanoTime() - began) / (double) (done.sum() - before);
        running.cancel();
        running.done().get(CANCEL_SECONDS, TimeUnit.SECONDS);
        return cost;
    }

    private static boolean isDone(RunningBatch running, long withinNanos) throws Exception {
        try {
            running.done().get(withinNanos, TimeUnit.NANOSECONDS);
            return withinNanos > 0;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        coordinator.close();
    }

    private final class Counted implements BatchListener {
        @Override
        public void succeeded(int first, Column results) {
            done.add(results.size());
        }

        @Override
        public void ended(int job, Outcome outcome) {}

        @Override
        public void ended(int first, int count, Outcome outcome) {}
    }

    private static final class Supply implements WorkerSupply {
        @Override
        public Admittance admit(WorkerHello hello, Predicate<String> isTaken) {
            return new Admittance.As(hello.wantedName(), Set.of());
        }

        @Override
        public void joined(String worker) {}

        @Override
        public void used(String worker) {}

        @Override
        public void draining(String worker) {}

        @Override
        public void left(String worker) {}

        @Override
        public void streamBroke(String worker, String why) {}

        @Override
        public void cameBack(String worker) {}

        @Override
        public void givenUp(String worker, String why) {}

        @Override
        public void notNeeded() {}
    }
}
