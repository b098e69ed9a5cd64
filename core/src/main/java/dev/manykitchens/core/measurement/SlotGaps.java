package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// The overhead of a pool: how long slots stood idle before a job although the job had been
/// submitted.
///
/// A slot that has finished a job could begin the next one at once; what passes until it does is
/// dispatch, encoding, wire and bookkeeping that nothing else hid. A slot's first job counts from
/// the submission. Where nothing limits the slots, a job that finds none free opens one, and counts
/// from the last start before it: what it costs to start one more.
///
/// ```
/// slot 1  │gap│ job 1 │gap│ job 3 │gap│ job 4 │          (the idle tail belongs to no job and is not counted)
/// slot 2  │ gap │   job 2   │gap│      job 5        │
///         submitted
/// ```
///
/// So with limited slots: Σ gaps + Σ run times = Σ over slots (end of its last job − submission).
final class SlotGaps {

    private final boolean limited;
    private long gapNanos;
    private long jobs;

    private SlotGaps(boolean limited) {
        this.limited = limited;
    }

    /// The mean gap before a job in seconds; NaN when no job ran.
    static double meanSeconds(List<RunEvent.JobsFinished> events, boolean limitedSlots) {
        SlotGaps gaps = new SlotGaps(limitedSlots);
        events.stream()
                .collect(Collectors.groupingBy(RunEvent.JobsFinished::worker))
                .values()
                .forEach(gaps::addWorker);
        return gaps.jobs == 0 ? Double.NaN : Seconds.of(gaps.gapNanos) / gaps.jobs;
    }

    private void addWorker(Collection<RunEvent.JobsFinished> events) {
        int rows = events.stream().mapToInt(event -> event.jobs().size()).sum();
        long[] starts = new long[rows];
        long[] ends = new long[rows];
        long submitted = Long.MAX_VALUE;
        int ran = 0;
        for (RunEvent.JobsFinished event : events) {
            JobColumns columns = event.jobs();
            for (int row = 0; row < columns.size(); row++) {
                if (columns.kindOf(row).endedWhereItRan()) {
                    starts[ran] = columns.started()[row];
                    ends[ran] = columns.finished()[row];
                    submitted = Math.min(submitted, columns.submitted()[row]);
                    ran++;
                }
            }
        }
        Arrays.sort(starts, 0, ran);
        Arrays.sort(ends, 0, ran);
        addGaps(starts, ends, ran, submitted);
        jobs += ran;
    }

    /// Every start takes the slot that became free last before it. Which job ran on which slot is
    /// not known and need not be: the sum depends only on the times.
    private void addGaps(long[] starts, long[] ends, int ran, long submitted) {
        ArrayDeque<Long> free = new ArrayDeque<>();
        int ended = 0;
        long lastStart = submitted;
        for (int i = 0; i < ran; i++) {
            long start = starts[i];
            while (ended < i && ends[ended] <= start) {
                free.push(ends[ended++]);
            }
            long idleSince = !free.isEmpty() ? free.pop() : limited ? submitted : lastStart;
            // Another machine's clock is known only within a bound, so a first job may seem to
            // start too early.
            gapNanos += Math.max(0, start - idleSince);
            lastStart = Math.max(lastStart, start);
        }
    }
}
