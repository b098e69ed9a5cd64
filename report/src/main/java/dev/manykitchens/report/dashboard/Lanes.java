package dev.manykitchens.report.dashboard;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// On which lane of a kitchen each job is drawn: a lane a slot, where no two jobs overlap. Not
/// thread-safe.
///
/// Nobody says which slot ran a job, and its times tell: it takes, of the lanes that were free when
/// it began, the one that was free for the shortest time. Taken in the order in which jobs end,
/// that needs no more lanes than there were jobs at once (the greedy colouring of intervals:
/// Carlisle and Lloyd, On the k-coloring of intervals, 1995). A job that was seen while it ran
/// keeps the lane that it was given then.
final class Lanes {

    /// More are not drawn.
    static final int MOST = 1_000;

    /// There is no lane for it.
    static final int NONE = -1;

    /// The end of a job is told later than it happens: so long a job that is no longer seen running
    /// keeps its lane.
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /// And so long when nobody looks any more.
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(3);

    private long[] freeSince = new long[0];
    private final Map<Attempt, Seen> running = new HashMap<>();

    /// One try of one job.
    record Attempt(long batch, int job, int attempt) {}

    /// A job that was seen running, last at this moment.
    private record Seen(int lane, long lastNanos) {}

    /// The lane of a job that ended; [#NONE] when there is none for it.
    int ended(Attempt attempt, long startNanos, long endNanos) {
        Seen known = running.remove(attempt);
        int lane = known == null ? free(startNanos) : known.lane();
        if (lane != NONE) {
            freeSince[lane] = known == null ? Math.max(freeSince[lane], endNanos) : endNanos;
        }
        return lane;
    }

    /// The lane of a job that is seen running; [#NONE] when there is none for it.
    int seen(Attempt attempt, long startNanos, long nowNanos) {
        Seen known = running.get(attempt);
        int lane = known == null ? free(startNanos) : known.lane();
        if (lane != NONE) {
            freeSince[lane] = Long.MAX_VALUE;
            running.put(attempt, new Seen(lane, nowNanos));
        }
        return lane;
    }

    /// All that run were seen at this moment. Frees the lanes of jobs that were seen running
    /// before, and neither now nor ended: they were taken elsewhere, or had ended when they were
    /// looked at.
    void sawAll(long nowNanos) {
        free(seen -> seen.lastNanos() < nowNanos - PATIENCE_NANOS);
    }

    /// Frees the lanes of jobs of which nobody has told for long.
    void forget(long nowNanos) {
        free(seen -> seen.lastNanos() < nowNanos - LONGEST_NANOS);
    }

    private void free(Predicate<Seen> over) {
        running.values()
                .removeIf(seen -> {
                    boolean free = over.test(seen);
                    if (free) {
                        freeSince[seen.lane()] = seen.lastNanos();
                    }
                    return free;
                });
    }

    private int free(long startNanos) {
        int best = NONE;
        for (int lane = 0; lane < freeSince.length; lane++) {
            if (freeSince[lane] <= startNanos
                    && (best == NONE || freeSince[lane] > freeSince[best])) {
                best = lane;
            }
        }
        if (best == NONE && freeSince.length < MOST) {
            best = freeSince.length;
            freeSince = Arrays.copyOf(freeSince, best + 1);
            freeSince[best] = Long.MIN_VALUE;
        }
        return best;
    }
}
