package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;

import java.util.concurrent.atomic.LongAdder;

/// Counts the jobs that events tell of: somebody listens.
final class CountedJobs implements EventSink {

    private final LongAdder finished = new LongAdder();

    @Override
    public void accept(RunEvent event) {
        if (event instanceof RunEvent.JobsFinished jobs) {
            finished.add(jobs.jobs().size());
        }
    }

    /// Every job must have been told of. After the pool was closed.
    void require(long jobs) {
        if (finished.sum() != jobs) {
            throw new IllegalStateException(
                    "events must tell of %d jobs, told of %d".formatted(jobs, finished.sum()));
        }
    }
}
