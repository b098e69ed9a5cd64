package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Samples what the jobs of one pool cost, over all its rounds, in bounded room. Confined to one
/// thread.
///
/// Rounds of few jobs are kept whole and in order; of larger ones every so-many-th job is. When
/// there is no room for more, every second of the rounds goes: those that are left lie as far from
/// each other as they can.
public final class CostSampler {

    /// Of a round with more jobs a part is kept, so that there is room for several rounds.
    static final int MOST_OF_ROUND = JobCosts.MOST / 4;

    private final List<List<Cost>> kept = new ArrayList<>();
    private int heard;
    private int stride = 1;
    private int jobs = -1;
    private boolean isWhole = true;

    private record Cost(int job, long cpu, long waiting) {}

    /// Adds a complete round.
    ///
    /// @param finished how its jobs ended; of those that failed nothing is kept
    public void add(List<RunEvent.JobsFinished> finished) {
        List<Cost> costs = new ArrayList<>();
        int ended = 0;
        for (RunEvent.JobsFinished event : finished) {
            JobColumns rows = event.jobs();
            ended += rows.size();
            for (int row = 0; row < rows.size(); row++) {
                if (rows.kindOf(row) == Outcome.Kind.SUCCEEDED) {
                    costs.add(
                            new Cost(
                                    rows.job()[row],
                                    Math.max(0, rows.cpuNanos()[row]),
                                    Math.max(0, rows.waitNanos()[row])));
                }
            }
        }
        isWhole &= costs.size() == ended && (jobs < 0 || jobs == ended);
        jobs = ended;
        if (heard++ % stride == 0) {
            costs.sort(Comparator.comparingInt(Cost::job));
            isWhole &= costs.size() <= MOST_OF_ROUND;
            kept.add(evenly(costs));
            makeRoom();
        }
    }

    /// What was kept of all rounds so far.
    public JobCosts costs() {
        List<Cost> all = kept.stream().flatMap(List::stream).toList();
        return new JobCosts(
                all.stream().mapToLong(Cost::cpu).toArray(),
                all.stream().mapToLong(Cost::waiting).toArray(),
                isWhole && !all.isEmpty() ? jobs : 0);
    }

    private static List<Cost> evenly(List<Cost> costs) {
        int few = Math.min(costs.size(), MOST_OF_ROUND);
        return IntStream.range(0, few)
                .mapToObj(i -> costs.get((int) ((long) i * costs.size() / few)))
                .toList();
    }

    private void makeRoom() {
        while (kept.stream().mapToInt(List::size).sum() > JobCosts.MOST) {
            stride *= 2;
            for (int second = 1; second < kept.size(); second++) {
                kept.remove(second);
            }
        }
    }
}
