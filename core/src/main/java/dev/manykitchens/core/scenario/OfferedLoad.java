package dev.manykitchens.core.scenario;

import dev.manykitchens.core.measurement.JobCosts;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.RecipeCode;
import dev.manykitchens.core.recipe.Step;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// What a job of a scenario needs on average when it is alone, in seconds.
///
/// @param stove computing that needs a stove
/// @param offloaded computing that needs none
/// @param waiting in steps that wait
/// @param scv the squared coefficient of variation of all three together, from job to job; 0 where
///   a job takes no time
/// @param held by name of resource, how long one permit of it is held
public record OfferedLoad(
        double stove, double offloaded, double waiting, double scv, Map<String, Double> held) {

    /// Where the steps of a recipe are drawn, so many draws tell their mean.
    private static final int DRAWS = 1_000;

    /// After so many that are alike all are taken to be.
    private static final int ALIKE = 20;

    public OfferedLoad {
        held = Collections.unmodifiableMap(new TreeMap<>(held));
    }

    /// The load of a scenario.
    ///
    /// @param codeSeconds how long the code of a recipe computes
    public static OfferedLoad of(Scenario scenario, ToDoubleFunction<RecipeCode> codeSeconds) {
        double weights = scenario.classes().stream().mapToDouble(JobClass::weight).sum();
        Sums all = new Sums(codeSeconds);
        double squares = 0;
        for (JobClass jobClass : scenario.classes()) {
            double share = jobClass.weight() / weights;
            Sums sums = new Sums(codeSeconds);
            sums.add(jobClass.steps());
            all.add(sums, share);
            squares += share * (sums.total() * sums.total() + sums.variance);
        }
        double mean = all.total();
        double scv = mean == 0 ? 0 : Math.max(0, squares / (mean * mean) - 1);
        return new OfferedLoad(all.stove, all.offloaded, all.waiting, scv, all.held);
    }

    /// How long a job takes that is alone.
    public double service() {
        return stove + offloaded + waiting;
    }

    /// How long a job computes.
    public double computing() {
        return stove + offloaded;
    }

    /// What steps need on average; steps vary on their own.
    private static final class Sums {

        private final ToDoubleFunction<RecipeCode> codeSeconds;
        private final Map<String, Double> held = new TreeMap<>();
        private double stove;
        private double offloaded;
        private double waiting;
        private double variance;

        Sums(ToDoubleFunction<RecipeCode> codeSeconds) {
            this.codeSeconds = codeSeconds;
        }

        double total() {
            return stove + offloaded + waiting;
        }

        void add(Sums other, double share) {
            stove += share * other.stove;
            offloaded += share * other.offloaded;
            waiting += share * other.waiting;
            other.held.forEach((name, time) -> held.merge(name, share * time, Double::sum));
        }

        void add(List<StepPlan> plans) {
            for (StepPlan plan : plans) {
                switch (plan) {
                    case StepPlan.Cpu(DurationDistribution amount) -> stove += drawn(amount);
                    case StepPlan.Offload(DurationDistribution amount) ->
                            offloaded += drawn(amount);
                    case StepPlan.Wait(DurationDistribution duration) -> waiting += drawn(duration);
                    case StepPlan.Replay(JobCosts costs) -> {
                        stove += costs.cpuSeconds();
                        waiting += costs.waitSeconds();
                        variance += costs.variance();
                    }
                    case StepPlan.Use(String resource, List<StepPlan> inner) -> {
                        double before = total();
                        add(inner);
                        held.merge(resource, total() - before, Double::sum);
                    }
                    case StepPlan.Run(RecipeCode code) -> {
                        addSteps(code);
                        stove += codeSeconds.applyAsDouble(code);
                    }
                }
            }
        }

        private double drawn(DurationDistribution distribution) {
            double mean = distribution.meanSeconds();
            variance += distribution.scv() * mean * mean;
            return mean;
        }

        private void addSteps(RecipeCode code) {
            Sums first = new Sums(codeSeconds);
            first.addSteps(steps(code, 0));
            Sums mean = new Sums(codeSeconds);
            double squares = 0;
            boolean vary = false;
            for (int draw = 0; draw < DRAWS && (vary || draw < ALIKE); draw++) {
                Sums one = new Sums(codeSeconds);
                one.addSteps(steps(code, draw));
                vary |= !one.isLike(first);
                mean.add(one, 1.0 / DRAWS);
                squares += one.total() * one.total() / DRAWS;
            }
            add(vary ? mean : first, 1);
            variance += vary ? Math.max(0, squares - mean.total() * mean.total()) : 0;
        }

        private static List<Step> steps(RecipeCode code, int draw) {
            return code.recipe().steps(code.arguments(), JobRandom.of(0, draw));
        }

        private boolean isLike(Sums other) {
            return stove == other.stove
                    && offloaded == other.offloaded
                    && waiting == other.waiting
                    && held.equals(other.held);
        }

        private void addSteps(List<Step> steps) {
            for (Step step : steps) {
                switch (step) {
                    case Step.Wait wait -> waiting += wait.duration().toNanos() / 1e9;
                    case Step.Compute(Computation computation) -> stove += seconds(computation);
                    case Step.Offload(Computation computation) -> offloaded += seconds(computation);
                    case Step.Use(String resource, List<Step> inner) -> {
                        double before = total();
                        addSteps(inner);
                        held.merge(resource, total() - before, Double::sum);
                    }
                }
            }
        }

        private double seconds(Computation computation) {
            return switch (computation) {
                case Computation.Amount amount -> amount.cpuTime().toNanos() / 1e9;
                case RecipeCode code -> codeSeconds.applyAsDouble(code);
                case Computation.Code _ -> 0;
            };
        }
    }
}
