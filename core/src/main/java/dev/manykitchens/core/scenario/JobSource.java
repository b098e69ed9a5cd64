package dev.manykitchens.core.scenario;

import dev.manykitchens.core.measurement.JobCosts;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.RecipeCode;
import dev.manykitchens.core.recipe.Step;

import org.apache.commons.rng.UniformRandomProvider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;

/// The jobs of one run of a scenario, in the order in which they come. Confined to one thread.
///
/// Of which class a job is, and how long each of its steps takes, are drawn from a stream of their
/// own each, and at the job's arrival: so jobs are the same on every pool, and a scenario in which
/// one distribution was changed has the numbers of the others as they were.
public final class JobSource {

    private final UniformRandomProvider choice;
    private final double[] weightsUpTo;
    private final List<List<Drawing>> steps = new ArrayList<>();

    /// Draws what is to be drawn of one step and adds it to those of a job.
    @FunctionalInterface
    private interface Drawing {
        void addTo(List<Step> job);
    }

    /// The jobs from the first on.
    ///
    /// @param streams those of this run, which nobody else draws from
    public JobSource(Scenario scenario, RandomStreams streams) {
        choice = streams.stream("classes");
        List<JobClass> classes = scenario.classes();
        weightsUpTo = new double[classes.size()];
        double sum = 0;
        for (int i = 0; i < weightsUpTo.length; i++) {
            JobClass jobClass = classes.get(i);
            sum += jobClass.weight();
            weightsUpTo[i] = sum;
            steps.add(drawn(jobClass.steps(), jobClass.name(), streams));
        }
    }

    /// The next job that comes.
    public ScenarioJob next() {
        int jobClass = nextClass();
        return new ScenarioJob(jobClass, steps(jobClass));
    }

    /// What the next job of this class does: for those that draw [#nextClass] of each job first.
    public List<Step> steps(int jobClass) {
        return draw(steps.get(jobClass));
    }

    /// The class of the next job that comes, of which [#steps] are still to be drawn: of the jobs
    /// of a class in the order in which they come.
    public int nextClass() {
        int last = weightsUpTo.length - 1;
        if (last == 0) {
            return 0;
        }
        double at = choice.nextDouble() * weightsUpTo[last];
        int found = 0;
        while (found < last && at >= weightsUpTo[found]) {
            found++;
        }
        return found;
    }

    private static List<Step> draw(List<Drawing> drawings) {
        List<Step> drawn = new ArrayList<>(drawings.size());
        for (Drawing drawing : drawings) {
            drawing.addTo(drawn);
        }
        return drawn;
    }

    private static List<Drawing> drawn(List<StepPlan> plans, String where, RandomStreams streams) {
        List<Drawing> drawings = new ArrayList<>();
        int position = 0;
        for (StepPlan plan : plans) {
            String here = where + "/" + position++;
            drawings.add(
                    switch (plan) {
                        case StepPlan.Cpu(DurationDistribution amount) ->
                                sampled(amount, streams.stream(here + " cpu"), Step::compute);
                        case StepPlan.Wait(DurationDistribution duration) ->
                                sampled(duration, streams.stream(here + " wait"), Step::waitFor);
                        case StepPlan.Offload(DurationDistribution amount) ->
                                sampled(amount, streams.stream(here + " offload"), Step::offload);
                        case StepPlan.Use(String resource, List<StepPlan> inner) -> {
                            List<Drawing> within = drawn(inner, here + " " + resource, streams);
                            yield job -> job.add(new Step.Use(resource, draw(within)));
                        }
                        case StepPlan.Replay(JobCosts costs) ->
                                replayed(costs, streams.stream(here + " replay"));
                        case StepPlan.Run(RecipeCode code) ->
                                ran(code, streams.stream(here + " " + code));
                    });
        }
        return drawings;
    }

    private static Drawing sampled(
            DurationDistribution distribution,
            UniformRandomProvider random,
            Function<Duration, Step> step) {
        DurationSampler sampler = distribution.sampler(random);
        return job -> job.add(step.apply(Duration.ofNanos(sampler.nextNanos())));
    }

    private static Drawing replayed(JobCosts costs, UniformRandomProvider random) {
        IntSupplier rows = costs.rows(random);
        return job -> {
            int row = rows.getAsInt();
            if (costs.cpuNanos()[row] > 0) {
                job.add(Step.compute(Duration.ofNanos(costs.cpuNanos()[row])));
            }
            if (costs.waitNanos()[row] > 0) {
                job.add(Step.waitFor(Duration.ofNanos(costs.waitNanos()[row])));
            }
        };
    }

    private static Drawing ran(RecipeCode code, UniformRandomProvider seeds) {
        Step last = new Step.Compute(code);
        return job -> {
            job.addAll(code.recipe().steps(code.arguments(), JobRandom.of(seeds.nextLong(), 0)));
            job.add(last);
        };
    }
}
