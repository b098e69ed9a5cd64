package dev.manykitchens.report.text;

import dev.manykitchens.core.comparison.BreakEven;

/// The break-even of a pool as a sentence without a full stop.
public final class BreakEvenWords {

    /// Ends that are no further apart than this read as one figure.
    private static final double CLOSE = 1.25;

    private BreakEvenWords() {}

    /// As in "`processes:2` pays off against one thread above 310 µs of CPU a job here".
    public static String of(String pool, BreakEven breakEven) {
        return switch (breakEven) {
            case BreakEven.Above above ->
                    "`%s` pays off against one thread above %s of CPU a job here"
                            .formatted(pool, size(above));
            case BreakEven.Always(double seconds) ->
                    "`%s` pays off even for jobs of %s of CPU"
                            .formatted(pool, Figures.time(seconds));
            case BreakEven.Never(double seconds) ->
                    "`%s` does not pay off here for jobs that only compute, tried up to %s of CPU a job"
                            .formatted(pool, Figures.time(seconds));
            case BreakEven.NotFound(double seconds) ->
                    "where `%s` pays off was not found in time; tried last with %s of CPU a job"
                            .formatted(pool, Figures.time(seconds));
            case BreakEven.OneAtATime() ->
                    "`%s` cannot pay off for jobs that only compute: one computes at a time"
                            .formatted(pool);
        };
    }

    /// One figure where the search came close, else both ends of what is left.
    private static String size(BreakEven.Above above) {
        return above.high() / above.low() <= CLOSE
                ? Figures.time(above.seconds())
                : "a size from %s to %s"
                        .formatted(Figures.time(above.low()), Figures.time(above.high()));
    }
}
