package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether warm-up rounds have stopped becoming faster, in every JVM that took part.
///
/// Two kinds of times are watched: the wall time of the round, which also holds the way to workers
/// of other JVMs, and for each worker the mean running time of its jobs. A series is steady when
/// its last [#LOOK_BACK] rounds brought nothing that was faster by more than [#GAIN] than the best
/// before them. Only progress counts: a round that other programs made slow says nothing about the
/// code, and does not begin the search anew. The usual bound on the coefficient of variation
/// (Georges, Buytaert and Eeckhout, *Statistically Rigorous Java Performance Evaluation*, OOPSLA
/// 2007) would never be met on a shared machine.
final class Steadiness {

    /// So many rounds without progress make a series steady.
    static final int LOOK_BACK = 2;

    /// A part of the time: less progress than that is none. Code that the compiler has not seen to
    /// yet is slower by a multiple.
    static final double GAIN = 0.05;

    private static final String WHOLE_ROUND = "";

    private final Map<String, List<Double>> series = new HashMap<>();

    /// Adds one round.
    void add(MeasuredRound round) {
        series.computeIfAbsent(WHOLE_ROUND, _ -> new ArrayList<>())
                .add(round.round().wallSeconds());
        runningTimes(round.finished())
                .forEach((worker, seconds) ->
                        series.computeIfAbsent(worker, _ -> new ArrayList<>()).add(seconds));
    }

    /// Whether all that took part are steady.
    boolean isReached() {
        return !series.isEmpty() && series.values().stream().allMatch(Steadiness::isSteady);
    }

    private static boolean isSteady(List<Double> seconds) {
        int before = seconds.size() - LOOK_BACK;
        if (before < 1) {
            return false;
        }
        double best = best(seconds.subList(0, before));
        return best(seconds.subList(before, seconds.size())) >= best * (1 - GAIN);
    }

    private static double best(List<Double> seconds) {
        return seconds.stream().mapToDouble(s -> s).min().orElseThrow();
    }

    /// By worker, the mean running time of the jobs that it finished.
    private static Map<String, Double> runningTimes(List<RunEvent.JobsFinished> events) {
        Map<String, long[]> sums = new HashMap<>();
        for (RunEvent.JobsFinished event : events) {
            long[] sum = sums.computeIfAbsent(event.worker(), _ -> new long[2]);
            JobColumns jobs = event.jobs();
            for (int row = 0; row < jobs.size(); row++) {
                if (jobs.kindOf(row) == Outcome.Kind.SUCCEEDED) {
                    sum[0] += jobs.finished()[row] - jobs.started()[row];
                    sum[1]++;
                }
            }
        }
        Map<String, Double> means = new HashMap<>();
        sums.forEach((worker, sum) -> {
            if (sum[1] > 0) {
                means.put(worker, Seconds.of(sum[0]) / sum[1]);
            }
        });
        return means;
    }
}
