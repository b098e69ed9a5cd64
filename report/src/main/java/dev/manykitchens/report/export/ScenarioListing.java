package dev.manykitchens.report.export;

import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Network;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.core.scenario.WorkerConditions;
import dev.manykitchens.report.json.Json;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// What `kitchen scenarios --json` prints: the JSON of schema `manykitchens.scenarios/1`. Durations
/// are in seconds, distributions as scenarios write them.
///
/// @param schema [#SCHEMA]
/// @param scenarios by file
public record ScenarioListing(String schema, List<Entry> scenarios) {

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.scenarios/1";

    /// One scenario.
    ///
    /// @param jobs null: as many as come in the duration, or as the trace has
    /// @param duration null: until there were so many jobs
    /// @param price of a worker, an hour
    public record Entry(
            String name,
            String file,
            String question,
            String arrivals,
            @Nullable Integer jobs,
            @Nullable Double duration,
            List<ClassEntry> classes,
            Map<String, ResourceEntry> resources,
            List<String> pools,
            long seed,
            @Nullable String goal,
            @Nullable Double price,
            WorkersEntry workers) {}

    /// What worker JVMs are like and what happens to them.
    ///
    /// @param kinds in turn; empty: all are alike
    /// @param delay null: none
    /// @param bandwidth in bits a second; null: any
    /// @param faults in words
    /// @param startup of one that takes a dead one's place
    public record WorkersEntry(
            List<KindEntry> kinds,
            @Nullable String delay,
            @Nullable Double bandwidth,
            List<String> faults,
            double startup) {}

    /// A kind of workers.
    public record KindEntry(String name, double speed, int count) {}

    /// Jobs of one kind.
    ///
    /// @param priority waiting jobs of a higher one begin first
    /// @param deadline null: none is late
    /// @param sends bytes that travel with a job
    /// @param returns bytes that travel back
    /// @param steps each with its kind as the key, as in the file
    public record ClassEntry(
            String name,
            double weight,
            int priority,
            @Nullable Double deadline,
            long sends,
            long returns,
            List<Map<String, Object>> steps) {}

    /// What steps can use.
    ///
    /// @param scope `shared` or `kitchen`
    public record ResourceEntry(int permits, String scope) {}

    /// The listing of some scenarios.
    ///
    /// @param scenarios with their files, in order
    public static ScenarioListing of(Map<Path, Scenario> scenarios) {
        return new ScenarioListing(
                SCHEMA,
                scenarios.entrySet().stream()
                        .map(entry -> entry(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /// The text to print.
    public String toJson() {
        return Json.write(this);
    }

    private static Entry entry(Path file, Scenario scenario) {
        Map<String, ResourceEntry> resources = new TreeMap<>();
        scenario.resources().forEach((name, spec) -> resources.put(name, resource(spec)));
        return new Entry(
                scenario.name(),
                file.toString(),
                scenario.question(),
                scenario.arrivals().toString(),
                scenario.jobs().isPresent() ? scenario.jobs().getAsInt() : null,
                scenario.duration().map(ScenarioListing::seconds).orElse(null),
                scenario.classes().stream().map(ScenarioListing::classEntry).toList(),
                resources,
                scenario.pools().stream().map(Object::toString).toList(),
                scenario.seed(),
                scenario.goal().map(Object::toString).orElse(null),
                scenario.price().orElse(null),
                workers(scenario.workers()));
    }

    private static WorkersEntry workers(WorkerConditions workers) {
        OptionalDouble bytes =
                workers.network().map(Network::bytesPerSecond).orElse(OptionalDouble.empty());
        return new WorkersEntry(
                workers.kinds().stream()
                        .map(kind -> new KindEntry(kind.name(), kind.speed(), kind.count()))
                        .toList(),
                workers.network().map(network -> network.delay().toString()).orElse(null),
                bytes.isPresent() ? 8 * bytes.getAsDouble() : null,
                workers.faults().stream().map(Fault::words).toList(),
                seconds(workers.startup()));
    }

    private static ClassEntry classEntry(JobClass jobClass) {
        return new ClassEntry(
                jobClass.name(),
                jobClass.weight(),
                jobClass.priority(),
                jobClass.deadline().map(ScenarioListing::seconds).orElse(null),
                jobClass.bytes().arguments(),
                jobClass.bytes().result(),
                steps(jobClass.steps()));
    }

    private static List<Map<String, Object>> steps(List<StepPlan> steps) {
        return steps.stream().map(ScenarioListing::step).toList();
    }

    private static Map<String, Object> step(StepPlan step) {
        return switch (step) {
            case StepPlan.Cpu cpu -> Map.of("cpu", cpu.amount().toString());
            case StepPlan.Wait wait -> Map.of("wait", wait.duration().toString());
            case StepPlan.Offload offload -> Map.of("offload", offload.amount().toString());
            case StepPlan.Replay replay ->
                    Map.of("replay", "%d measured jobs".formatted(replay.costs().jobs()));
            case StepPlan.Run run -> Map.of("compute", run.code().toString());
            case StepPlan.Use(String resource, List<StepPlan> inner) -> {
                Map<String, Object> use = new LinkedHashMap<>();
                use.put("use", resource);
                use.put("steps", steps(inner));
                yield use;
            }
        };
    }

    private static ResourceEntry resource(ResourceSpec spec) {
        return new ResourceEntry(spec.permits(), spec.scope().name().toLowerCase(Locale.ROOT));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
