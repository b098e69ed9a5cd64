package dev.manykitchens.core.scenario;

import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.RecipeCode;
import dev.manykitchens.core.resource.ResourceSpec;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// What comes when and what it does, so that any pool can be tried with it, for real and in virtual
/// time. Immutable; may be run many times.
///
/// @param name lower case letters, digits and hyphens
/// @param question what it answers, one sentence; empty when nobody said
/// @param arrivals when jobs come
/// @param jobs how many come; empty: as many as come in `duration`, or as a trace has
/// @param duration for how long they come; empty: until there were `jobs`
/// @param classes what kinds of jobs there are, at least one
/// @param resources what steps can use, by name
/// @param pools what it is usually run on
/// @param seed fixes everything that is drawn
/// @param goal what its response times should keep
/// @param price what a worker costs an hour, in any currency
/// @param workers what the worker JVMs of a pool are like and what happens to them
public record Scenario(
        String name,
        String question,
        Arrivals arrivals,
        OptionalInt jobs,
        Optional<Duration> duration,
        List<JobClass> classes,
        Map<String, ResourceSpec> resources,
        List<PoolSpec> pools,
        long seed,
        Optional<Goal> goal,
        Optional<Double> price,
        WorkerConditions workers) {

    /// The most jobs of a run. A scenario from which more are to be expected is refused; where that
    /// cannot be told before, as in a closed loop, the run fails that gets there.
    public static final int MOST_JOBS = 10_000_000;

    /// The most kinds of jobs.
    public static final int MOST_CLASSES = 1_000;

    public Scenario {
        classes = List.copyOf(classes);
        pools = List.copyOf(pools);
        resources = Collections.unmodifiableMap(new TreeMap<>(resources));
        requireExtent(arrivals, jobs, duration);
        if (classes.isEmpty() || classes.size() > MOST_CLASSES) {
            throw new IllegalArgumentException(
                    "a scenario must have from 1 to %d classes of jobs, had %d"
                            .formatted(MOST_CLASSES, classes.size()));
        }
        Set<String> names = new HashSet<>();
        for (JobClass jobClass : classes) {
            if (!names.add(jobClass.name())) {
                throw new IllegalArgumentException(
                        "the name of a job class must be taken once, was taken twice: "
                                + jobClass.name());
            }
            requireDeclared(jobClass.steps(), resources.keySet());
        }
        price.ifPresent(rate -> {
            if (!(rate >= 0 && rate < 1e9)) {
                throw new IllegalArgumentException(
                        "a price must be at least 0 an hour, was " + rate);
            }
        });
    }

    /// A scenario whose workers are alike and to which nothing happens.
    public Scenario(
            String name,
            String question,
            Arrivals arrivals,
            OptionalInt jobs,
            Optional<Duration> duration,
            List<JobClass> classes,
            Map<String, ResourceSpec> resources,
            List<PoolSpec> pools,
            long seed,
            Optional<Goal> goal,
            Optional<Double> price) {
        this(
                name,
                question,
                arrivals,
                jobs,
                duration,
                classes,
                resources,
                pools,
                seed,
                goal,
                price,
                WorkerConditions.FAIR);
    }

    private static void requireExtent(
            Arrivals arrivals, OptionalInt jobs, Optional<Duration> duration) {
        if (jobs.isPresent() && (jobs.getAsInt() < 1 || jobs.getAsInt() > MOST_JOBS)) {
            throw new IllegalArgumentException(
                    "jobs must be from 1 to %d, were %d".formatted(MOST_JOBS, jobs.getAsInt()));
        }
        if (jobs.isPresent() && duration.isPresent()) {
            throw new IllegalArgumentException(
                    "a scenario must say how many jobs come or for how long, not both");
        }
        boolean hasEnd = jobs.isPresent() || arrivals instanceof Arrivals.Trace;
        if (arrivals instanceof Arrivals.AllAtOnce && !hasEnd) {
            throw new IllegalArgumentException(
                    "a scenario whose jobs come all at once must say how many, such as jobs: 60");
        }
        if (!hasEnd && duration.isEmpty()) {
            throw new IllegalArgumentException(
                    "a scenario must say how many jobs come or for how long, such as jobs: 60 or duration: 1m (arrivals: %s)"
                            .formatted(arrivals));
        }
        duration.ifPresent(time -> {
            if (!time.isPositive() || time.compareTo(DurationRange.LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "the duration of a scenario must be above 0 and at most 24h, was "
                                + DurationRange.text(time));
            }
            double expected = arrivals.expectedIn(time);
            if (expected >= MOST_JOBS + 1.0) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "a scenario must have at most %,d jobs, %s for %s has %,.0f; let fewer come, or for a shorter duration",
                                MOST_JOBS,
                                arrivals,
                                DurationRange.text(time),
                                expected));
            }
        });
    }

    private static void requireDeclared(List<StepPlan> steps, Set<String> resources) {
        for (StepPlan step : steps) {
            if (step instanceof StepPlan.Use(String resource, List<StepPlan> inner)) {
                if (!resources.contains(resource)) {
                    throw new IllegalArgumentException(
                            "a resource must be declared before a step uses it, \"%s\" is not; %s"
                                    .formatted(
                                            resource,
                                            Nearest.suggestion(
                                                    resource,
                                                    resources,
                                                    "write resources: {" + resource + ": 1}")));
                }
                requireDeclared(inner, resources);
            }
        }
    }

    /// Whether jobs keep coming: then their response is what counts, and not the time until all of
    /// them are done.
    public boolean keepsComing() {
        return !(arrivals instanceof Arrivals.AllAtOnce);
    }

    /// Whether a job may end the process that runs it.
    public boolean endsProcesses() {
        return classes.stream().anyMatch(its -> endingStep(its.steps()).isPresent());
    }

    /// Refuses a pool whose own process a job of this scenario would end.
    ///
    /// @throws IllegalArgumentException naming what would, in one line
    public void requireRunnableOn(PoolSpec spec) {
        if (spec.leavesThisJvm()) {
            return;
        }
        classes.stream()
                .map(its -> endingStep(its.steps()))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(call -> {
                    throw new IllegalArgumentException(
                            "%s ends the JVM that runs it, so %s needs worker JVMs such as processes:2, was to run on %s"
                                    .formatted(call, name, spec));
                });
    }

    private static Optional<RecipeCode> endingStep(List<StepPlan> steps) {
        return steps.stream()
                .map(step ->
                        switch (step) {
                            case StepPlan.Run(RecipeCode code) ->
                                    code.endsItsProcess()
                                            ? Optional.of(code)
                                            : Optional.<RecipeCode>empty();
                            case StepPlan.Use(_, List<StepPlan> inner) -> endingStep(inner);
                            case StepPlan.Cpu _,
                                    StepPlan.Wait _,
                                    StepPlan.Offload _,
                                    StepPlan.Replay _ ->
                                    Optional.<RecipeCode>empty();
                        })
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// The same scenario with another seed.
    public Scenario withSeed(long other) {
        return new Scenario(
                name, question, arrivals, jobs, duration, classes, resources, pools, other, goal,
                price, workers);
    }

    /// The same scenario with so many jobs.
    ///
    /// @throws IllegalArgumentException when they are too few or too many
    public Scenario withJobs(int count) {
        return new Scenario(
                name,
                question,
                arrivals,
                OptionalInt.of(count),
                Optional.empty(),
                classes,
                resources,
                pools,
                seed,
                goal,
                price,
                workers);
    }

    /// The same scenario with other workers.
    public Scenario withWorkers(WorkerConditions conditions) {
        return new Scenario(
                name,
                question,
                arrivals,
                jobs,
                duration,
                classes,
                resources,
                pools,
                seed,
                goal,
                price,
                conditions);
    }

    /// The same scenario with jobs of other classes.
    public Scenario withClasses(List<JobClass> others) {
        return new Scenario(
                name, question, arrivals, jobs, duration, others, resources, pools, seed, goal,
                price, workers);
    }

    /// The same scenario with other resources.
    ///
    /// @param all by name, with all that steps use
    public Scenario withResources(Map<String, ResourceSpec> all) {
        return new Scenario(
                name, question, arrivals, jobs, duration, classes, all, pools, seed, goal, price,
                workers);
    }

    /// The same scenario with all its times multiplied: waits, CPU amounts, arrivals, deadlines and
    /// the limit of its goal.
    ///
    /// @param by above 0, at most 1000
    public Scenario scaledBy(double by) {
        return by == 1 ? this : ScaledScenario.of(this, by);
    }
}
