package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.cpu.ThreadCpuTime;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.RecipeCode;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How long the real code that a scenario's steps call computes here: a simulation cannot know it,
/// so each call is made over and over for a while, and the median counts.
public final class CodeCalibration {

    private static final long WARM_UP_NANOS = 300_000_000;
    private static final long MEASURED_NANOS = 300_000_000;
    private static final int MOST_RUNS = 10_000;

    private CodeCalibration() {}

    /// CPU times by the text of the call.
    ///
    /// @throws IllegalArgumentException when a call fails
    public static Map<String, Duration> of(Scenario scenario) {
        Map<String, Duration> times = new LinkedHashMap<>();
        collected(scenario).forEach((text, call) -> times.put(text, measured(call)));
        return times;
    }

    /// The texts of the calls.
    public static Set<String> calls(Scenario scenario) {
        return collected(scenario).keySet();
    }

    private static Map<String, RecipeCode> collected(Scenario scenario) {
        Map<String, RecipeCode> calls = new LinkedHashMap<>();
        scenario.classes().stream().map(JobClass::steps).forEach(steps -> collect(steps, calls));
        return calls;
    }

    private static void collect(List<StepPlan> steps, Map<String, RecipeCode> calls) {
        for (StepPlan step : steps) {
            switch (step) {
                case StepPlan.Run(RecipeCode code) -> {
                    // What ends its process has no time, and would end this one.
                    if (!code.endsItsProcess()) {
                        calls.put(code.text(), code);
                    }
                }
                case StepPlan.Use(String _, List<StepPlan> inner) -> collect(inner, calls);
                case StepPlan.Cpu _, StepPlan.Wait _, StepPlan.Offload _, StepPlan.Replay _ -> {}
            }
        }
    }

    private static Duration measured(RecipeCode call) {
        long[] _ = runs(call, WARM_UP_NANOS);
        long[] nanos = runs(call, MEASURED_NANOS);
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[nanos.length / 2]);
    }

    private static long[] runs(RecipeCode call, long forNanos) {
        long[] nanos = new long[MOST_RUNS];
        int runs = 0;
        long sum = 0;
        while (runs < MOST_RUNS && (runs == 0 || sum < forNanos)) {
            long before = ThreadCpuTime.nanos();
            try {
                call.run(call.arguments(), new Alone(runs));
            } catch (Exception e) {
                throw new IllegalArgumentException(
                        "a step must run to be simulated, %s failed: %s"
                                .formatted(call, e.getMessage()),
                        e);
            }
            nanos[runs] = ThreadCpuTime.nanos() - before;
            sum += nanos[runs++];
        }
        return Arrays.copyOf(nanos, runs);
    }

    /// A job that nobody stops.
    private record Alone(int job) implements JobContext {

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public JobRandom random() {
            return JobRandom.of(0, job);
        }

        @Override
        public void checkpoint() {}
    }
}
