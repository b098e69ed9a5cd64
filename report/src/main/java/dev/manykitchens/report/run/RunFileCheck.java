package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether what was read makes sense as a run, beyond being of the right types: readers then need
/// not expect a round of less than no time.
final class RunFileCheck {

    /// As many as a comparison takes.
    private static final int MOST_POOLS = 100;

    private static final int MOST_NAME = 1_000;

    private RunFileCheck() {}

    /// What is wrong, in a sentence; empty when nothing is.
    static Optional<String> complaint(RunFile run) {
        return missing(run)
                .or(() -> when(run.pools().isEmpty(), "a run must have pools, this one has none"))
                .or(() ->
                        when(
                                run.pools().size() > MOST_POOLS,
                                "a run must have at most %d pools, this one has %d"
                                        .formatted(MOST_POOLS, run.pools().size())))
                .or(() -> when(run.jobs() < 1, "jobs must be at least 1, was " + run.jobs()))
                .or(() ->
                        run.pools().stream()
                                .map(RunFileCheck::complaint)
                                .flatMap(Optional::stream)
                                .findFirst());
    }

    private static Optional<String> missing(RunFile run) {
        return without("host", run.host())
                .or(() -> without("scenario", run.scenario()))
                .or(() -> without("comparison", run.comparison()))
                .or(() -> without("verdict", run.verdict()));
    }

    private static Optional<String> complaint(PoolEntry pool) {
        return without("pool", pool)
                .or(() -> without("pool", pool.pool()))
                .or(() ->
                        when(
                                pool.pool().length() > MOST_NAME,
                                "a pool's name must have at most %d characters, one has %d"
                                        .formatted(MOST_NAME, pool.pool().length())))
                .or(() -> without("times", pool.times()))
                .or(() -> without("speedup", pool.speedup()))
                .or(() -> without("response", pool.response()))
                .or(() -> without("split", pool.split()))
                .or(() ->
                        Stream.of(
                                        pool.mean(),
                                        pool.startup(),
                                        pool.response().p50(),
                                        pool.response().p99())
                                .map(seconds -> time(pool, seconds))
                                .flatMap(Optional::stream)
                                .findFirst())
                .or(() ->
                        Arrays.stream(pool.times())
                                .mapToObj(seconds -> time(pool, seconds))
                                .flatMap(Optional::stream)
                                .findFirst())
                .or(() ->
                        when(
                                pool.mean() == null && pool.times().length > 0,
                                "`%s` must have a mean of its %d times"
                                        .formatted(pool.pool(), pool.times().length)));
    }

    private static Optional<String> time(PoolEntry pool, @Nullable Double seconds) {
        return when(
                seconds != null && !(seconds >= 0 && seconds <= Double.MAX_VALUE),
                "times must be from 0 upwards, `%s` has %s".formatted(pool.pool(), seconds));
    }

    /// A key that Jackson found nothing for, whatever the types say.
    private static Optional<String> without(String key, @Nullable Object value) {
        return when(
                Objects.isNull(value),
                "a run must have \"%s\", which is missing or null here".formatted(key));
    }

    private static Optional<String> when(boolean wrong, String complaint) {
        return wrong ? Optional.of(complaint) : Optional.empty();
    }
}
