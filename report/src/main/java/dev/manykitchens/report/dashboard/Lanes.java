package dev.manykitchens.report.dashboard;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// On which lane of a kitchen each job is drawn: a lane a slot, where no two jobs overlap as far as
/// their times tell. Numbers for drawing, no more. Not thread-safe.
///
/// Nobody says which slot ran a job, and its times tell: it takes, of the lanes that were free when
/// it began, the one that was free for the shortest time. Taken in the order in which jobs end,
/// that needs no more lanes than there were jobs at once (the greedy colouring of intervals:
/// Carlisle and Lloyd, On the k-coloring of intervals, 1995). A job that was seen while it ran
/// keeps the lane that it was given then.
///
/// But ends are told later than they happen, not quite in their order, and other machines' clocks
/// are aligned to within an error. So there are never more lanes than slots: where none seems to
/// have been free, a job takes over the one that was free first. Only jobs that are told to run,
/// all at one moment, have lanes beyond that: those of a kitchen that has fewer slots than a moment
/// ago, until they end.
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

    /// So many slots that there is never a lane for each: none is taken over.
    private static final int UNLIMITED = Integer.MAX_VALUE;

    /// Nobody holds the lane.
    private static final long FREE = Long.MAX_VALUE;

    /// By lane: when the last of its jobs ended, of those that were told of.
    private long[] freeSince = new long[0];

    /// By lane: when the job began that runs there; [#FREE] when none does.
    private long[] heldSince = new long[0];

    private int slots;
    private int slotsBefore;
    private long resizedNanos = Long.MIN_VALUE;
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

    /// @param slots how many jobs the kitchen can run at once; 0 when nothing limits them
    Lanes(int slots) {
        this.slots = most(slots);
        slotsBefore = this.slots;
    }

    /// The kitchen has so many slots from now on.
    ///
    /// @param count as for the constructor
    void resize(int count, long atNanos) {
        // Who steps down from ten to two comes by nine, eight, and so on.
        boolean again = resizedNanos > atNanos - PATIENCE_NANOS;
        slotsBefore = again ? Math.max(slotsBefore, slots) : slots;
        slots = most(count);
        resizedNanos = atNanos;
    }

    private static int most(int slots) {
        return slots == 0 || slots > MOST ? UNLIMITED : slots;
    }

    /// The lane of a job that ended; [#NONE] when there is none for it.
    int ended(Attempt attempt, long startNanos, long endNanos) {
        Seen known = running.remove(attempt);
        remember(attempt);
        int lane = known == null ? laneOfEnded(startNanos, endNanos) : known.lane();
        if (lane == NONE) {
            return NONE;
        }
        if (known != null && known.holds()) {
            heldSince[lane] = FREE;
        }
        freeSince[lane] = Math.max(freeSince[lane], endNanos);
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
                        release(seen);
                    }
                    return over;
                });
        running.replaceAll((attempt, seen) -> {
            if (!seen.holds() || all.contains(attempt)) {
                return seen;
            }
            release(seen);
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
        int lane =
                known != null && (known.holds() || heldSince[known.lane()] == FREE)
                        ? known.lane()
                        : laneOfRunning(startNanos);
        if (lane != NONE) {
            heldSince[lane] = startNanos;
            running.put(attempt, new Seen(lane, nowNanos, true));
        }
        return lane;
    }

    private void release(Seen seen) {
        heldSince[seen.lane()] = FREE;
        freeSince[seen.lane()] = Math.max(freeSince[seen.lane()], seen.atNanos());
    }

    private int laneOfRunning(long startNanos) {
        int most = mostFor(startNanos);
        int lane = best(startNanos, FREE, most);
        if (lane != NONE) {
            return lane;
        }
        for (lane = most; lane < freeSince.length; lane++) {
            if (heldSince[lane] == FREE) {
                return lane;
            }
        }
        return another();
    }

    private int laneOfEnded(long startNanos, long endNanos) {
        int most = mostFor(startNanos);
        int lane = best(startNanos, endNanos, most);
        if (lane != NONE || most == UNLIMITED) {
            return lane;
        }
        // All are held since before it ended: what began last overlaps it least.
        int latest = 0;
        for (lane = 1; lane < Math.min(most, heldSince.length); lane++) {
            latest = heldSince[lane] > heldSince[latest] ? lane : latest;
        }
        return latest;
    }

    /// How many lanes a job may choose from that began then.
    private int mostFor(long startNanos) {
        return startNanos < resizedNanos ? Math.max(slots, slotsBefore) : slots;
    }

    /// Of so many lanes one that nobody held between these moments, free for the shortest time, or
    /// else free first; [#NONE] when all are held.
    private int best(long startNanos, long endNanos, int most) {
        int best = NONE;
        int first = NONE;
        int there = Math.min(most, freeSince.length);
        for (int lane = 0; lane < there; lane++) {
            if (heldSince[lane] < endNanos) {
                continue;
            }
            if (freeSince[lane] <= startNanos
                    && (best == NONE || freeSince[lane] > freeSince[best])) {
                best = lane;
            }
            if (first == NONE || freeSince[lane] < freeSince[first]) {
                first = lane;
            }
        }
        if (best != NONE) {
            return best;
        }
        return there < most ? another() : first;
    }

    private int another() {
        int lane = freeSince.length;
        if (lane == MOST) {
            return NONE;
        }
        freeSince = Arrays.copyOf(freeSince, lane + 1);
        freeSince[lane] = Long.MIN_VALUE;
        heldSince = Arrays.copyOf(heldSince, lane + 1);
        heldSince[lane] = FREE;
        return lane;
    }
}
