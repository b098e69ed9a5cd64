package dev.manykitchens.core.scenario;

import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.load.Rate;
import dev.manykitchens.core.measurement.JobCosts;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeCode;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// A scenario in slow motion, or in fast: all its times multiplied by the same number, so that the
/// same seed draws the same jobs, as much longer each. Real code takes its own time.
final class ScaledScenario {

    private final double by;

    private ScaledScenario(double by) {
        this.by = by;
    }

    /// @param by above 0, at most 1000
    static Scenario of(Scenario scenario, double by) {
        if (!(by > 0 && by <= 1000)) {
            throw new IllegalArgumentException(
                    "the time scale must be above 0 and at most 1000, was " + by);
        }
        ScaledScenario scale = new ScaledScenario(by);
        return new Scenario(
                scenario.name(),
                scenario.question(),
                scale.arrivals(scenario.arrivals()),
                scenario.jobs(),
                scenario.duration().map(scale::duration),
                scenario.classes().stream().map(scale::jobClass).toList(),
                scenario.resources(),
                scenario.pools(),
                scenario.seed(),
                scenario.goal().map(goal -> new Goal(goal.figure(), scale.duration(goal.limit()))),
                scenario.price(),
                scale.workers(scenario.workers()));
    }

    /// A JVM needs the time that it needs to start.
    private WorkerConditions workers(WorkerConditions workers) {
        return new WorkerConditions(
                workers.kinds(),
                workers.network().map(this::network),
                workers.faults().stream().map(this::fault).toList(),
                workers.startup());
    }

    private Network network(Network network) {
        OptionalDouble rate = network.bytesPerSecond();
        return new Network(
                distribution(network.delay()),
                rate.isEmpty()
                        ? rate
                        : OptionalDouble.of(
                                Math.clamp(
                                        rate.getAsDouble() / by,
                                        Network.LEAST_BYTES_PER_SECOND,
                                        Network.MOST_BYTES_PER_SECOND)));
    }

    private Fault fault(Fault fault) {
        Fault.Schedule schedule =
                switch (fault.schedule()) {
                    case Fault.Schedule.Once(Duration at) -> new Fault.Schedule.Once(duration(at));
                    case Fault.Schedule.Every(DurationDistribution gap) ->
                            new Fault.Schedule.Every(distribution(gap));
                };
        return switch (fault) {
            case Fault.Kill(Fault.Target target, _) -> new Fault.Kill(target, schedule);
            case Fault.Pause(Fault.Target target, _, Duration length) ->
                    new Fault.Pause(target, schedule, duration(length));
            case Fault.Cut(Fault.Target target, _, Duration length) ->
                    new Fault.Cut(target, schedule, duration(length));
        };
    }

    private Arrivals arrivals(Arrivals arrivals) {
        return switch (arrivals) {
            case Arrivals.AllAtOnce all -> all;
            case Arrivals.Every(Duration gap) -> new Arrivals.Every(duration(gap));
            case Arrivals.Bursts(int size, Duration gap) ->
                    new Arrivals.Bursts(size, duration(gap));
            case Arrivals.Poisson(Rate rate) ->
                    new Arrivals.Poisson(
                            new Rate(
                                    rate.jobs()
                                            .divide(BigDecimal.valueOf(by), MathContext.DECIMAL32),
                                    rate.unit()));
            case Arrivals.Closed(int users, DurationDistribution think) ->
                    new Arrivals.Closed(users, distribution(think));
            case Arrivals.Trace(long[] nanos, String source) ->
                    new Arrivals.Trace(nanos(nanos), source);
        };
    }

    private JobClass jobClass(JobClass jobClass) {
        return new JobClass(
                jobClass.name(),
                jobClass.weight(),
                jobClass.steps().stream().map(this::step).toList(),
                jobClass.deadline().map(this::duration),
                jobClass.priority(),
                jobClass.bytes());
    }

    private StepPlan step(StepPlan step) {
        return switch (step) {
            case StepPlan.Cpu(DurationDistribution amount) ->
                    new StepPlan.Cpu(distribution(amount));
            case StepPlan.Wait(DurationDistribution duration) ->
                    new StepPlan.Wait(distribution(duration));
            case StepPlan.Offload(DurationDistribution amount) ->
                    new StepPlan.Offload(distribution(amount));
            case StepPlan.Use(String resource, List<StepPlan> inner) ->
                    new StepPlan.Use(resource, inner.stream().map(this::step).toList());
            case StepPlan.Replay(JobCosts costs) ->
                    new StepPlan.Replay(
                            new JobCosts(
                                    nanos(costs.cpuNanos()),
                                    nanos(costs.waitNanos()),
                                    costs.round()));
            case StepPlan.Run(RecipeCode code) ->
                    new StepPlan.Run(
                            new RecipeCode(
                                    new Slowed(code.recipe(), by), code.arguments(), code.text()));
        };
    }

    private DurationDistribution distribution(DurationDistribution distribution) {
        return switch (distribution) {
            case DurationDistribution.Constant(Duration value) ->
                    new DurationDistribution.Constant(duration(value));
            case DurationDistribution.Uniform(DurationRange range) ->
                    new DurationDistribution.Uniform(
                            new DurationRange(duration(range.min()), duration(range.max())));
            case DurationDistribution.Exponential(Duration mean) ->
                    new DurationDistribution.Exponential(duration(mean));
            case DurationDistribution.Lognormal(Duration mean, double cv) ->
                    new DurationDistribution.Lognormal(duration(mean), cv);
            case DurationDistribution.Gamma(Duration mean, double cv) ->
                    new DurationDistribution.Gamma(duration(mean), cv);
            case DurationDistribution.Empirical(long[] nanos, String source) ->
                    new DurationDistribution.Empirical(nanos(nanos), source);
        };
    }

    private long[] nanos(long[] nanos) {
        return Arrays.stream(nanos).map(each -> Math.round(each * by)).toArray();
    }

    /// What was above 0 stays so.
    private Duration duration(Duration duration) {
        long nanos = Math.round(duration.toNanos() * by);
        return Duration.ofNanos(duration.isZero() ? 0 : Math.max(1, nanos));
    }

    /// A recipe whose steps take as much longer.
    private record Slowed(Recipe recipe, double by) implements Recipe {

        @Override
        public String name() {
            return recipe.name();
        }

        @Override
        public String summary() {
            return recipe.summary();
        }

        @Override
        public List<Parameter> parameters() {
            return recipe.parameters();
        }

        @Override
        public ValueType resultType() {
            return recipe.resultType();
        }

        @Override
        public List<Step> steps(Row arguments, JobRandom random) {
            return recipe.steps(arguments, random).stream().map(step -> step.scaledBy(by)).toList();
        }

        @Override
        public Value result(Row arguments, JobContext context) throws Exception {
            return recipe.result(arguments, context);
        }
    }
}
