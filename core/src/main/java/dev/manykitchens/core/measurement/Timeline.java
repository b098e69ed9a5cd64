package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Who ran what and when in one round, for drawing: a lane a slot, with bars that do not overlap.
///
/// Which slot ran a job is told by the times: a job takes the lowest slot of its worker that was
/// free when it started. Where there are more jobs than [#MOST_BARS], neighbours on one lane share
/// a bar; beyond [#MOST_LANES] lanes the others are left out.
///
/// @param round which of the pool's measured rounds, from 1
/// @param jobs how many jobs the round had
/// @param jobsPerBar how many jobs share a bar at most
/// @param lanesInAll how many lanes there are, those left out included
/// @param lanes those kept, by worker and slot
/// @param hasTooManyJobs whether its jobs were too many to be kept: then nothing is known but their
///   number, and there are no lanes
public record Timeline(
        int round,
        int jobs,
        int jobsPerBar,
        int lanesInAll,
        List<Lane> lanes,
        boolean hasTooManyJobs) {

    /// So many lanes fit on a page.
    public static final int MOST_LANES = 64;

    /// So many bars of one pool can still be told apart, and loaded quickly.
    public static final int MOST_BARS = 1_000;

    public Timeline {
        lanes = List.copyOf(lanes);
    }

    /// One slot of one worker.
    ///
    /// @param slot which of the worker's, from 1
    /// @param bars in order of time
    public record Lane(String worker, int slot, List<Bar> bars) {

        public Lane {
            bars = List.copyOf(bars);
        }
    }

    /// One job, or neighbours on the same lane. Times are nanoseconds from the submission of the
    /// round's jobs.
    ///
    /// @param first the position of the first of them in the batch
    /// @param jobs how many
    /// @param failed how many of them ended without a result
    /// @param startNanos when the first began
    /// @param endNanos when the last ended
    /// @param runNanos for how long they ran: less than the bar's length where the slot stood idle
    /// @param cpuNanos for how long they computed
    /// @param stoveNanos for how long they waited for a stove or a core
    public record Bar(
            int first,
            int jobs,
            int failed,
            long startNanos,
            long endNanos,
            long runNanos,
            long cpuNanos,
            long stoveNanos) {

        private Bar with(Bar next) {
            return new Bar(
                    first,
                    jobs + next.jobs,
                    failed + next.failed,
                    startNanos,
                    Math.max(endNanos, next.endNanos),
                    runNanos + next.runNanos,
                    cpuNanos + next.cpuNanos,
                    stoveNanos + next.stoveNanos);
        }
    }

    /// The timeline of a round.
    ///
    /// @param round its number among the pool's measured rounds
    public static Timeline of(int round, List<RunEvent.JobsFinished> events) {
        long submitted =
                events.stream()
                        .flatMapToLong(event -> Arrays.stream(event.jobs().submitted()))
                        .min()
                        .orElse(0);
        List<Lane> all =
                events.stream()
                        .collect(Collectors.groupingBy(RunEvent.JobsFinished::worker))
                        .entrySet()
                        .stream()
                        .sorted(
                                Comparator.comparing(
                                        entry -> entry.getKey(),
                                        Comparator.comparingInt(String::length)
                                                .thenComparing(Comparator.naturalOrder())))
                        .flatMap(entry ->
                                lanes(entry.getKey(), bars(entry.getValue(), submitted)).stream())
                        .toList();
        List<Lane> kept = all.subList(0, Math.min(all.size(), MOST_LANES));
        int bars = kept.stream().mapToInt(lane -> lane.bars().size()).sum();
        int jobsPerBar = Math.max(1, (bars + MOST_BARS - 1) / MOST_BARS);
        return new Timeline(
                round,
                events.stream().mapToInt(event -> event.jobs().size()).sum(),
                jobsPerBar,
                all.size(),
                kept.stream().map(lane -> merged(lane, jobsPerBar)).toList(),
                false);
    }

    /// That of a round whose jobs were, or would be, too many to be kept.
    public static Timeline ofTooMany(int round, int jobs) {
        return new Timeline(round, jobs, 0, 0, List.of(), true);
    }

    /// A bar for each job that ran, in the order in which they started.
    private static List<Bar> bars(List<RunEvent.JobsFinished> events, long submitted) {
        List<Bar> bars = new ArrayList<>();
        for (RunEvent.JobsFinished event : events) {
            JobColumns jobs = event.jobs();
            for (int row = 0; row < jobs.size(); row++) {
                if (jobs.kindOf(row).endedWhereItRan()) {
                    bars.add(bar(jobs, row, submitted));
                }
            }
        }
        bars.sort(Comparator.comparingLong(Bar::startNanos).thenComparingLong(Bar::endNanos));
        return bars;
    }

    private static Bar bar(JobColumns jobs, int row, long submitted) {
        long start = jobs.started()[row];
        long end = Math.max(start, jobs.finished()[row]);
        long cpu = jobs.cpuNanos()[row];
        long working = cpu + jobs.waitNanos()[row] + jobs.resourceNanos()[row];
        return new Bar(
                jobs.job()[row],
                1,
                jobs.kindOf(row) == Outcome.Kind.SUCCEEDED ? 0 : 1,
                start - submitted,
                end - submitted,
                end - start,
                cpu,
                Math.max(0, end - start - working));
    }

    private static List<Lane> lanes(String worker, List<Bar> bars) {
        record Busy(long until, int slot) {}
        PriorityQueue<Busy> busy = new PriorityQueue<>(Comparator.comparingLong(Busy::until));
        PriorityQueue<Integer> free = new PriorityQueue<>();
        List<List<Bar>> slots = new ArrayList<>();
        for (Bar bar : bars) {
            while (!busy.isEmpty() && busy.element().until() <= bar.startNanos()) {
                free.add(busy.remove().slot());
            }
            if (free.isEmpty()) {
                free.add(slots.size());
                slots.add(new ArrayList<>());
            }
            int slot = free.remove();
            slots.get(slot).add(bar);
            busy.add(new Busy(bar.endNanos(), slot));
        }
        return IntStream.range(0, slots.size())
                .mapToObj(slot -> new Lane(worker, slot + 1, slots.get(slot)))
                .toList();
    }

    private static Lane merged(Lane lane, int jobsPerBar) {
        if (jobsPerBar == 1) {
            return lane;
        }
        List<Bar> merged = new ArrayList<>();
        for (Bar bar : lane.bars()) {
            if (merged.isEmpty() || merged.getLast().jobs() == jobsPerBar) {
                merged.add(bar);
            } else {
                merged.set(merged.size() - 1, merged.getLast().with(bar));
            }
        }
        return new Lane(lane.worker(), lane.slot(), merged);
    }
}
