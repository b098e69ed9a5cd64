package dev.manykitchens.coordinator.python;

import dev.manykitchens.core.attempt.FailureText;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Chunks of jobs as Python reads them. What is random about a job is drawn here, with its own
/// numbers, so that it waits as long on every pool.
///
/// ```
/// {"range": [lease, first, count], "recipe": …, "type": of its result, "timeout": nanos or 0, "columns": [[argument of each job], …],
///  "same": steps of all jobs │ null, "steps": [steps of each job] │ null, "drawn": [nanos of each job] │ null}
///
/// step = ["wait", nanos] │ ["compute", nanos] │ ["offload", nanos] │ ["use", resource, [step, …]] │ ["refuse", reason]
/// ```
final class Assignments {

    /// The recipe whose result is the duration that it drew.
    private static final String GIVES_WHAT_IT_DREW = "wait";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Assignments() {}

    static ObjectNode of(Command.Assign assign, Batch batch) {
        int end = assign.first() + assign.count();
        ObjectNode told = JSON.objectNode();
        // First, because Python reads it without the rest.
        told.putArray("range").add(assign.lease()).add(assign.first()).add(assign.count());
        told.put("recipe", batch.recipe().name());
        told.put("type", batch.recipe().resultType().name());
        told.put("timeout", batch.options().timeout().map(Duration::toNanos).orElse(0L));
        ArrayNode columns = told.putArray("columns");
        for (Column column : batch.arguments().columns()) {
            ArrayNode values = columns.addArray();
            for (int job = assign.first(); job < end; job++) {
                add(values, column.get(job));
            }
        }
        addSteps(told, batch, assign.first(), end);
        if (batch.recipe().name().equals(GIVES_WHAT_IT_DREW)) {
            ArrayNode drawn = told.putArray("drawn");
            for (int job = assign.first(); job < end; job++) {
                drawn.add(drawn(batch, job));
            }
        } else {
            told.putNull("drawn");
        }
        return told;
    }

    private static void addSteps(ObjectNode told, Batch batch, int first, int end) {
        List<List<Step>> all = new ArrayList<>();
        List<ArrayNode> nodes = new ArrayList<>();
        boolean same = true;
        for (int job = first; job < end; job++) {
            ArrayNode refusal = JSON.arrayNode();
            List<Step> steps = steps(batch, job, refusal);
            all.add(steps);
            nodes.add(refusal.isEmpty() ? node(steps) : refusal);
            same &= refusal.isEmpty() && steps.equals(all.getFirst());
        }
        if (same) {
            told.set("same", nodes.getFirst());
            told.putNull("steps");
        } else {
            told.putNull("same");
            told.putArray("steps").addAll(nodes);
        }
    }

    /// @param refusal gets a step that refuses the job, when the recipe does
    private static List<Step> steps(Batch batch, int job, ArrayNode refusal) {
        Recipe recipe = batch.recipe();
        Row arguments = batch.arguments().row(job);
        try {
            recipe.check(arguments);
            return batch.options().stepsOf(recipe, arguments, random(batch, job));
        } catch (RuntimeException e) {
            refusal.addArray().add("refuse").add(FailureText.of(e));
            return List.of();
        }
    }

    /// The first wait of the recipe's own steps; 0 when it refuses its arguments.
    private static long drawn(Batch batch, int job) {
        try {
            Row arguments = batch.arguments().row(job);
            return batch.recipe().steps(arguments, random(batch, job)).getFirst()
                            instanceof Step.Wait(Duration duration)
                    ? duration.toNanos()
                    : 0;
        } catch (IllegalArgumentException _) {
            // Its steps say so.
            return 0;
        }
    }

    private static JobRandom random(Batch batch, int job) {
        return JobRandom.of(batch.options().seed(), job);
    }

    private static ArrayNode node(List<Step> steps) {
        ArrayNode nodes = JSON.arrayNode();
        for (Step step : steps) {
            ArrayNode node = nodes.addArray();
            switch (step) {
                case Step.Wait(Duration duration) -> node.add("wait").add(duration.toNanos());
                case Step.Compute(Computation computation) -> add(node, "compute", computation);
                case Step.Offload(Computation computation) -> add(node, "offload", computation);
                case Step.Use(String resource, List<Step> inner) ->
                        node.add("use").add(resource).add(node(inner));
            }
        }
        return nodes;
    }

    private static void add(ArrayNode node, String kind, Computation computation) {
        switch (computation) {
            case Computation.Amount(Duration cpuTime) -> node.add(kind).add(cpuTime.toNanos());
            case Computation.Code _ ->
                    node.add("refuse")
                            .add("a step must be data to run in Python, was code written in Java");
        }
    }

    private static void add(ArrayNode values, Value value) {
        switch (value) {
            case Value.Int(long number) -> values.add(number);
            case Value.BigInt(var number) -> values.addObject().put("hex", number.toString(16));
            case Value.Real(double number) -> values.add(number);
            case Value.Text(String text) -> values.add(text);
            case Value.Bytes(byte[] bytes) -> values.add(bytes);
            case Value.None _ -> values.addNull();
        }
    }
}
