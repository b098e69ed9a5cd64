package dev.manykitchens.core.scenario;

import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.load.ArrivalSchedule;
import dev.manykitchens.core.load.LoadArrivals;
import dev.manykitchens.core.load.LoadPlan;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.Recipe;

import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;

/// A scenario whose jobs keep coming, as a load that any pool can be put under: the same jobs at
/// the same times as in replication 0 of its simulation.
///
/// @param plan when jobs come, and by when they should be done
/// @param jobs what they do, each once
public record ScenarioLoad(LoadPlan plan, ScenarioBatch jobs) {

    /// In a closed loop that goes on for some time no more jobs than that come.
    private static final int MOST_CLOSED_JOBS = 200_000;

    private static final Duration SHORTEST = Duration.ofMillis(1);

    /// The load of a scenario.
    ///
    /// @param followSteps the recipe [ScenarioBatch#RECIPE]
    /// @throws IllegalArgumentException when the jobs are too many, or all of them come at once
    public static ScenarioLoad of(
            Scenario scenario, Recipe followSteps, BatchOptions options, OptionalInt warmUpRounds) {
        return scenario.arrivals() instanceof Arrivals.Closed closed
                ? closed(scenario, closed, followSteps, options, warmUpRounds)
                : open(scenario, followSteps, options, warmUpRounds);
    }

    private static ScenarioLoad open(
            Scenario scenario, Recipe followSteps, BatchOptions options, OptionalInt warmUps) {
        long[] offsets = offsets(scenario);
        Duration duration = scenario.duration().orElseGet(() -> length(scenario, offsets));
        int atOnce = scenario.arrivals() instanceof Arrivals.Bursts bursts ? bursts.size() : 1;
        LoadArrivals arrivals =
                new LoadArrivals.Planned(
                        ArrivalSchedule.at(offsets), atOnce, scenario.arrivals().toString());
        ScenarioBatch jobs =
                ScenarioBatch.of(
                        scenario,
                        Math.min(offsets.length, LoadPlan.MOST_JOBS),
                        followSteps,
                        options);
        return new ScenarioLoad(
                new LoadPlan(
                        arrivals,
                        duration,
                        warmUps,
                        scenario.seed(),
                        jobs.deadlines(scenario),
                        jobs.priorities(scenario)),
                jobs);
    }

    /// When jobs come, in nanoseconds: as many as are wanted, in the time in which they are.
    static long[] offsets(Scenario scenario) {
        ArrivalTimes times = new ArrivalTimes(scenario.arrivals(), ScenarioBatch.streams(scenario));
        int most = Math.min(scenario.jobs().orElse(Scenario.MOST_JOBS), LoadPlan.MOST_JOBS + 1);
        long until = scenario.duration().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        long[] offsets = new long[Math.min(most, 1024)];
        int jobs = 0;
        for (long at = times.nextNanos();
                jobs < most && at < until && at != ArrivalTimes.NEVER;
                at = times.nextNanos()) {
            if (jobs == offsets.length) {
                offsets = Arrays.copyOf(offsets, Math.min(most, 2 * jobs));
            }
            offsets[jobs++] = at;
        }
        return Arrays.copyOf(offsets, jobs);
    }

    /// For how long jobs come when the scenario says how many: until another one would.
    private static Duration length(Scenario scenario, long[] offsets) {
        int jobs = offsets.length;
        Duration length =
                switch (scenario.arrivals()) {
                    case Arrivals.Every(Duration gap) -> gap.multipliedBy(jobs);
                    case Arrivals.Bursts(int size, Duration gap) ->
                            gap.multipliedBy((jobs + size - 1) / size);
                    case Arrivals.Poisson _, Arrivals.Trace _ ->
                            Duration.ofNanos(
                                    jobs < 2
                                            ? 0
                                            : offsets[jobs - 1] + offsets[jobs - 1] / (jobs - 1));
                    case Arrivals.AllAtOnce _, Arrivals.Closed _ ->
                            throw new IllegalArgumentException(
                                    "jobs must come at their own times, came "
                                            + scenario.arrivals());
                };
        return within(length);
    }

    private static ScenarioLoad closed(
            Scenario scenario,
            Arrivals.Closed closed,
            Recipe followSteps,
            BatchOptions options,
            OptionalInt warmUps) {
        // By Little's law no more come: each takes a thought and at least what it does alone.
        double cycle = closed.think().meanSeconds() + OfferedLoad.of(scenario, _ -> 0).service();
        double perSecond = closed.users() / Math.max(cycle, 1e-6);
        int most =
                scenario.jobs()
                        .orElseGet(() -> {
                            double seconds = scenario.duration().orElseThrow().toNanos() / 1e9;
                            double bound = 2 * perSecond * seconds + closed.users() + 1000;
                            return (int) Math.min(bound, MOST_CLOSED_JOBS);
                        });
        ScenarioBatch jobs =
                ScenarioBatch.of(
                        scenario, Math.min(most, LoadPlan.MOST_JOBS), followSteps, options);
        LoadArrivals arrivals =
                new LoadArrivals.Closed(
                        closed.users(),
                        () ->
                                closed.think()
                                                .sampler(
                                                        ScenarioBatch.streams(scenario).stream(
                                                                "thinking"))
                                        ::nextNanos,
                        within(Duration.ofNanos((long) (1e9 * most / perSecond))),
                        closed.toString());
        LoadPlan plan =
                new LoadPlan(
                        arrivals,
                        scenario.duration().orElse(DurationRange.LONGEST),
                        warmUps,
                        scenario.seed(),
                        jobs.deadlines(scenario),
                        jobs.priorities(scenario));
        return new ScenarioLoad(plan, jobs);
    }

    private static Duration within(Duration length) {
        if (length.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return length.compareTo(DurationRange.LONGEST) > 0 ? DurationRange.LONGEST : length;
    }
}
