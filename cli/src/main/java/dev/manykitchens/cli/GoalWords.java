package dev.manykitchens.cli;

import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.measurement.Split;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.simulator.study.Capacity;
import dev.manykitchens.simulator.study.PoolStudy;
import dev.manykitchens.simulator.study.RunFigures;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Why a simulated pool misses a goal: what its jobs wait for most, or that they take too long
/// without waiting for anything.
final class GoalWords {

    /// What jobs wait for.
    ///
    /// @param what it is called
    /// @param seconds how long a job waits for it, on average
    private record Wait(String what, double seconds) {}

    private GoalWords() {}

    /// The reason, as the end of a sentence.
    static String why(PoolStudy pool, Goal goal) {
        Capacity.Need scarce = pool.capacity().bottleneck();
        if (pool.runs().isEmpty() && !pool.capacity().isOverloaded()) {
            return "`%s` %s".formatted(pool.spec(), pool.complaint().orElse("has no figures"));
        }
        if (pool.runs().isEmpty()) {
            return "`%s` cannot keep up, what it has least of is its %s, which can do at most %s"
                    .formatted(pool.spec(), scarce.what(), Figures.rate(scarce.mostPerSecond()));
        }
        if (pool.failedPart() > 0
                && pool.interval(run -> goal.figure().of(run.response())).mean()
                        < goal.limit().toNanos() / 1e9) {
            return "on `%s` %s of the jobs fail".formatted(pool.spec(), StudyWords.failed(pool));
        }
        Split split = Split.mean(pool.runs().stream().map(RunFigures::split).toList());
        Wait longest = longest(pool, split);
        double response = pool.interval(run -> run.response().mean()).mean();
        double own = Math.max(0, split.cpu() + split.waiting() - split.resource());
        if (own >= longest.seconds()) {
            return "on `%s` a job computes and waits for %s on average when it has all it needs, and for its %s for %s: more of that would hardly help, shorter steps would"
                    .formatted(
                            pool.spec(),
                            Figures.time(own),
                            longest.what(),
                            Figures.time(longest.seconds()));
        }
        return "on `%s` a job waits for its %s most, %s of the %s that it takes on average%s"
                .formatted(
                        pool.spec(),
                        longest.what(),
                        Figures.time(longest.seconds()),
                        Figures.time(response),
                        most(pool.capacity(), longest.what()));
    }

    private static Wait longest(PoolStudy pool, Split split) {
        return List.of(
                        new Wait(slots(pool.spec()), split.queue()),
                        new Wait("stoves", Math.max(0, split.stove() - split.core())),
                        new Wait("cores", split.core()),
                        new Wait(busiest(pool), split.resource()))
                .stream()
                .max(Comparator.comparingDouble(Wait::seconds))
                .orElseThrow();
    }

    /// Of virtual threads without a limit there is always one, and only cores to wait for.
    private static String slots(PoolSpec spec) {
        if (spec.kind() instanceof PoolSpec.Kind.Async) {
            return "event loop";
        }
        boolean unlimited =
                spec.kind() instanceof PoolSpec.Kind.Virtual && spec.kind().slots().isEmpty();
        return unlimited ? "cores" : "threads";
    }

    /// The resource that jobs wait for, of several the busiest.
    private static String busiest(PoolStudy pool) {
        return pool.runs().getFirst().resources().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("resources");
    }

    private static String most(Capacity capacity, String what) {
        return capacity.needs().stream()
                .filter(need -> need.what().equals(what) || (need.what() + "s").equals(what))
                .findFirst()
                .map(need -> "; it can do at most %s".formatted(Figures.rate(need.mostPerSecond())))
                .orElse("");
    }
}
