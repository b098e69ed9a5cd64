package dev.manykitchens.report.text;

import dev.manykitchens.core.cost.BreakEven;

/// The break-even of a pool as a sentence without a full stop.
public final class BreakEvenWords {

    private BreakEvenWords() {}

    /// As in "`processes:2` pays off against one thread above 310 µs of CPU a job here (240 µs to
    /// 400 µs)", with the 95 % interval in brackets.
    public static String of(String pool, BreakEven breakEven) {
        return switch (breakEven) {
            case BreakEven.Above(double seconds, double low, double high) ->
                    "`%s` pays off against one thread above %s of CPU a job here (%s to %s)"
                            .formatted(
                                    pool,
                                    Figures.time(seconds),
                                    Figures.time(low),
                                    Figures.time(high));
            case BreakEven.Always(double seconds) ->
                    "`%s` pays off even for jobs of %s of CPU"
                            .formatted(pool, Figures.time(seconds));
            case BreakEven.Never(double seconds) ->
                    "`%s` does not pay off here for jobs that only compute, tried up to %s of CPU a job"
                            .formatted(pool, Figures.time(seconds));
            case BreakEven.NotFound(double seconds) ->
                    "where `%s` pays off was not found in time, tried up to %s of CPU a job; measure again with nothing else running"
                            .formatted(pool, Figures.time(seconds));
            case BreakEven.OneAtATime() ->
                    "`%s` cannot pay off for jobs that only compute: one computes at a time"
                            .formatted(pool);
        };
    }
}
