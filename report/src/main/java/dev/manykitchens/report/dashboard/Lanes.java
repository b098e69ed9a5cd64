package dev.manykitchens.report.dashboard;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

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

    /// The end of a job is told later than it happens: so many ends are remembered, for jobs that
    /// were looked at while they ran and told of after their ends.
    private static final int MOST_ENDED = 1_000;

    /// A job of which nobody has told for so long is not awaited any more.
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private long[] freeSince = new long[0];
    private final Map<Attempt, Seen> running = new HashMap<>();
    private final LinkedHashSet<Attempt> ended = new LinkedHashSet<>();

    /// One try of one job.
    record Attempt(long batch, int job, int attempt) {}

    /// A job that was seen running.
    ///
    /// @param atNanos when it was seen last
    /// @param holds whether its lane is taken by it; no longer when others run and it does not:
    ///   then it has ended, and its times are yet to come
    private record Seen(int lane, long atNanos, boolean holds) {}

    /// The lane of a job that ended; [#NONE] when there is none for it.
    int ended(Attempt attempt, long startNanos, long endNanos) {
        Seen known = running.remove(attempt);
        remember(attempt);
        int lane = known == null ? free(startNanos) : known.lane();
        if (lane != NONE && (known != null && known.holds())) {
            freeSince[lane] = endNanos;
        } else if (lane != NONE && freeSince[lane] != Long.MAX_VALUE) {
            freeSince[lane] = Math.max(freeSince[lane], endNanos);
        }
        return lane;
    }

    private void remember(Attempt attempt) {
        ended.add(attempt);
        if (ended.size() > MOST_ENDED) {
            ended.remove(ended.getFirst());
        }
    }

    /// These jobs run at this moment, and no others.
    ///
    /// @param startNanos when each began
    /// @return the lane of each; [#NONE] when there is none for it, or it has ended meanwhile
    int[] running(List<Attempt> jobs, long[] startNanos, long nowNanos) {
        Set<Attempt> all = new HashSet<>(jobs);
        running.entrySet()
                .removeIf(entry -> {
                    Seen seen = entry.getValue();
                    boolean over = nowNanos - seen.atNanos() > PATIENCE_NANOS;
                    if (over && seen.holds()) {
                        freeSince[seen.lane()] = seen.atNanos();
                    }
                    return over;
                });
        running.replaceAll((attempt, seen) -> {
            if (!seen.holds() || all.contains(attempt)) {
                return seen;
            }
            freeSince[seen.lane()] = seen.atNanos();
            return new Seen(seen.lane(), seen.atNanos(), false);
        });
        int[] lanes = new int[jobs.size()];
        Arrays.setAll(lanes, i -> running(jobs.get(i), startNanos[i], nowNanos));
        return lanes;
    }

    private int running(Attempt attempt, long startNanos, long nowNanos) {
        if (ended.contains(attempt)) {
            return NONE;
        }
        Seen known = running.get(attempt);
        int lane = known == null ? free(startNanos) : known.lane();
        if (lane != NONE) {
            freeSince[lane] = Long.MAX_VALUE;
            running.put(attempt, new Seen(lane, nowNanos, true));
        }
        return lane;
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
