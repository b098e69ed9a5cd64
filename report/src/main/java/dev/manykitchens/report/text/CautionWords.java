package dev.manykitchens.report.text;

import dev.manykitchens.core.comparison.Caution;
import dev.manykitchens.core.comparison.Note;

import java.util.Locale;
import java.util.stream.Collectors;

/// Cautions as sentences that say what is wrong and what would help: one line, no full stop.
public final class CautionWords {

    /// Nothing is known of clocks that are said to agree no better.
    private static final double UNKNOWN_CLOCKS = 1e6;

    private CautionWords() {}

    /// The names of the pools, then the caution: "`threads:2`, `async`: only 3 rounds, …".
    public static String of(Note note) {
        String names =
                note.pools().stream()
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(", "));
        return names + ": " + of(note.caution());
    }

    /// What stands behind the names of the pools.
    public static String of(Caution caution) {
        return switch (caution) {
            case Caution.FailedJobs(int failed) ->
                    "%d job%s failed, so there is no comparison of times"
                            .formatted(failed, failed == 1 ? "" : "s");
            case Caution.NoRound() -> "no complete round";
            case Caution.FewRounds few -> fewRounds(few);
            case Caution.NotWarmedUp() -> "not warmed up: --warmup 0";
            case Caution.NotSteady(int rounds) ->
                    "not shown to be steady after %d warm-up round%s; --warmup or --max-time warms up for longer"
                            .formatted(rounds, rounds == 1 ? "" : "s");
            case Caution.ClockOffset(double seconds) ->
                    String.format(
                            Locale.ROOT,
                            "clocks of workers %s, so `wire` and `return` are known only together; --jobs with more work makes both matter less",
                            seconds > UNKNOWN_CLOCKS
                                    ? "were not compared in time"
                                    : "agree only to %.2g ms".formatted(seconds * 1e3));
            case Caution.ColdWorkers(int workers) ->
                    "%d worker%s got no job while warming up; more jobs or --warmup rounds reach all"
                            .formatted(workers, workers == 1 ? "" : "s");
            case Caution.MoreThanEfficient(String first) ->
                    "efficiency is above 100 % beyond noise, so `"
                            + first
                            + "`, the first pool, did not use its own slots fully: was it cold, or short of stoves or cores?";
            case Caution.FirstRoundSlow(double times) ->
                    String.format(
                            Locale.ROOT,
                            "its first round took %.1f times as long as the others; more --warmup rounds would be measured warm",
                            times);
            case Caution.HostBusy(double others, int cores) ->
                    String.format(
                            Locale.ROOT,
                            "up to %.1f of %d core%s worked for something else meanwhile; end it and measure again, or with more --rounds where it comes and goes",
                            others,
                            cores,
                            cores == 1 ? "" : "s");
            case Caution.Outliers(int rounds) ->
                    "%d round%s far from the others; something else may have used this machine"
                            .formatted(rounds, rounds == 1 ? " is" : "s are");
            case Caution.ShortRounds(double seconds) ->
                    String.format(
                            Locale.ROOT,
                            "a round takes only %.1f ms; more --jobs or longer --work measures more work and less dispatch",
                            seconds * 1e3);
            case Caution.MoreThreadsThanCores more -> moreThreads(more);
        };
    }

    private static String fewRounds(Caution.FewRounds few) {
        return few.rounds() == 1
                ? "only 1 round, so no interval is known" + advice(few, "one needs more")
                : "only %d rounds, so intervals are rough%s"
                        .formatted(few.rounds(), advice(few, "finer ones need more"));
    }

    /// Empty for a pool that was stopped: no option would have helped it.
    private static String advice(Caution.FewRounds few, String need) {
        if (few.allRounds()) {
            return "; " + need + " --rounds" + (few.allTime() ? " and --max-time" : "");
        }
        return few.allTime() ? "; " + need + " --max-time" : "";
    }

    private static String moreThreads(Caution.MoreThreadsThanCores more) {
        int cores = more.cores();
        String where =
                cores < more.machineCores()
                        ? "the %d of %d cores that this process may use (docker --cpus, taskset)"
                                .formatted(cores, more.machineCores())
                        : "%d core%s".formatted(cores, cores == 1 ? "" : "s");
        return "%d threads can compute at once on %s; more than %d gain only from waits: compare with a size of %d"
                .formatted(more.threads(), where, cores, cores);
    }
}
