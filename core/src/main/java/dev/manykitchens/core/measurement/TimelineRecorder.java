package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;

import java.util.ArrayList;
import java.util.List;

/// Keeps the ends of a run's jobs until its timeline is drawn; of a run with too many jobs only
/// their number, so that it never holds more than some megabytes. Thread-safe.
public final class TimelineRecorder implements EventSink {

    /// A run of more jobs has no timeline: a bar would stand for more than a hundred of them.
    public static final int MOST_JOBS = 100_000;

    private final List<RunEvent.JobsFinished> kept = new ArrayList<>();
    private int jobs;

    @Override
    public synchronized void accept(RunEvent event) {
        if (event instanceof RunEvent.JobsFinished finished) {
            jobs += finished.jobs().size();
            if (jobs > MOST_JOBS) {
                kept.clear();
            } else {
                kept.add(finished);
            }
        }
    }

    /// The timeline of what was heard.
    ///
    /// @param round the run's number, from 1
    public synchronized Timeline timeline(int round) {
        return jobs > MOST_JOBS ? Timeline.ofTooMany(round, jobs) : Timeline.of(round, kept);
    }
}
