package dev.manykitchens.report.progress;

import dev.manykitchens.report.summary.RunSummary;

import java.time.Duration;
import java.util.Optional;

/// How long a run will still take.
///
/// Equal jobs end in bursts, so the rate is taken up to the end of the last job and not up to now:
/// just before a burst it would look far too low. Until every slot has finished a job there is no
/// rate to speak of, and no guess.
public final class TimeLeft {

    private TimeLeft() {}

    /// The guess, or nothing when there is no ground for one.
    static Optional<Duration> of(RunSummary.Snapshot run, long nowNanos) {
        long remaining = run.submitted() - run.ended();
        if (!run.everySlotFinishedOne() || remaining <= 0) {
            return Optional.empty();
        }
        double nanosPerJob = (run.lastEndNanos() - run.submittedNanos()) / (double) run.ended();
        long sinceLastEnd = Math.max(0, nowNanos - run.lastEndNanos());
        return Optional.of(
                Duration.ofNanos(Math.max(0, Math.round(nanosPerJob * remaining) - sinceLastEnd)));
    }

    /// As a clock shows it, rounded up to seconds: `0:07`, `12:30`, `1:02:00`.
    public static String clock(Duration left) {
        long seconds = left.plusNanos(999_999_999).toSeconds();
        return seconds >= 3600
                ? "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60)
                : "%d:%02d".formatted(seconds / 60, seconds % 60);
    }
}
