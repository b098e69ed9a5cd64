package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether what was read makes sense as a run, beyond being of the right types: readers then need
/// not expect what must be there to be missing, or a round of less than no time.
final class RunFileCheck {

    /// As many as a comparison takes.
    private static final int MOST_POOLS = 100;

    /// As many as a comparison measures of one pool.
    private static final int MOST_ROUNDS = 10_000;

    /// As often as a study runs one pool.
    private static final int MOST_REPLICATIONS = 100_000;

    private static final int MOST_NAME = 1_000;

    /// Sums and squares of figures up to here are still numbers.
    private static final double MOST = 1e150;

    /// A mean may differ by so much, as a part of it, from one added up in another order.
    private static final double ROUNDING = 1e-6;

    /// Figures that may be below 0, by record: differences, estimates and clocks set differently.
    private static final Set<Class<?>> OF_ANY_SIGN =
            Set.of(
                    EstimateEntry.class,
                    IntervalEntry.class,
                    RatioEntry.class,
                    SplitEntry.class,
                    ScalingEntry.HoldOut.class,
                    Scenario.class,
                    Plan.class,
                    VerdictEntry.Over.class);

    private RunFileCheck() {}

    /// What is wrong, in a sentence; empty when nothing is.
    static Optional<String> complaint(RunFile run) {
        Optional<String> wrong = record("", run);
        if (wrong.isPresent()) {
            return wrong;
        }
        int pools = run.pools().size();
        if (pools < 1 || pools > MOST_POOLS) {
            return Optional.of(
                    "a run must have from 1 to %d pools, this one has %d"
                            .formatted(MOST_POOLS, pools));
        }
        if (!run.simulated() && run.measured().isEmpty()) {
            return Optional.of(
                    "a run that was measured must have a pool that was, all of this one were simulated");
        }
        // Nobody may come while a scenario lasts.
        int fewest = run.simulated() ? 0 : 1;
        if (run.jobs() < fewest) {
            return Optional.of("jobs must be at least %d, was %d".formatted(fewest, run.jobs()));
        }
        return run.pools().stream()
                .map(pool -> pool(pool, run.simulated() || pool.simulated()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> pool(PoolEntry pool, boolean simulated) {
        if (pool.pool().length() > MOST_NAME) {
            return Optional.of(
                    "a pool's name must have at most %d characters, one has %d"
                            .formatted(MOST_NAME, pool.pool().length()));
        }
        int most = simulated ? MOST_REPLICATIONS : MOST_ROUNDS;
        if (pool.times().length > most) {
            return Optional.of(
                    "`%s` must have at most %,d times, has %,d"
                            .formatted(pool.pool(), most, pool.times().length));
        }
        return times(pool, simulated);
    }

    private static Optional<String> times(PoolEntry pool, boolean simulated) {
        double[] times = pool.times();
        for (double time : times) {
            // In virtual time jobs may take none.
            if (time <= 0 && !simulated) {
                return Optional.of(
                        "the times of `%s` must be above 0, one was %s"
                                .formatted(pool.pool(), time));
            }
        }
        double mean = Arrays.stream(times).average().orElse(Double.NaN);
        Double told = pool.mean();
        boolean fits = told != null && Math.abs(told - mean) <= ROUNDING * mean;
        return times.length == 0 || fits
                ? Optional.empty()
                : Optional.of(
                        "the mean of `%s` must be that of its %d times, %s, was %s"
                                .formatted(pool.pool(), times.length, mean, told));
    }

    private static Optional<String> record(String path, Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String name = path.isEmpty() ? component.getName() : path + "." + component.getName();
            Object value = valueOf(component, record);
            Optional<String> wrong =
                    value != null
                            ? value(name, value, OF_ANY_SIGN.contains(record.getClass()))
                            : component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                                    ? Optional.empty()
                                    : Optional.of(name + " must be there, is missing or null here");
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static @Nullable Object valueOf(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record of this package can be asked", e);
        }
    }

    private static Optional<String> value(String name, Object value, boolean anySign) {
        return switch (value) {
            case Record record -> record(name, record);
            case List<?> list -> elements(name, list);
            case Map<?, ?> map -> entries(name, map);
            case double[] figures -> figures(name, figures, anySign);
            case Number figure -> figure(name, figure.doubleValue(), anySign);
            default -> Optional.empty();
        };
    }

    private static Optional<String> entries(String name, Map<?, ?> map) {
        return map.entrySet().stream()
                .map(entry -> value(name + "." + entry.getKey(), entry.getValue(), false))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> elements(String name, List<?> list) {
        for (int i = 0; i < list.size(); i++) {
            Optional<String> wrong = value(name + "[" + i + "]", list.get(i), false);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> figures(String name, double[] figures, boolean anySign) {
        for (int i = 0; i < figures.length; i++) {
            Optional<String> wrong = figure(name + "[" + i + "]", figures[i], anySign);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> figure(String name, double figure, boolean anySign) {
        if (!Double.isFinite(figure)) {
            return Optional.of("%s must be a number, was %s".formatted(name, figure));
        }
        if (Math.abs(figure) > MOST) {
            return Optional.of("%s must be at most %s, was %s".formatted(name, MOST, figure));
        }
        return figure < 0 && !anySign
                ? Optional.of("%s must be at least 0, was %s".formatted(name, figure))
                : Optional.empty();
    }
}
