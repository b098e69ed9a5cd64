package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.WorkerConditions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what happens to workers: `{kill: any, at: 2s}`, `{pause: slow, every: exponential 10s,
/// for: 1s}`.
final class FaultReader {

    static final Keys KEYS =
            new Keys("a key of a fault", List.of("kill", "pause", "cut", "at", "every", "for"));

    private static final List<String> KINDS = List.of("kill", "pause", "cut");
    private static final String ANY = "any";
    private static final Pattern PLACE = Pattern.compile("[0-9]+");

    private final DistributionReader distributions;
    private final List<String> workerKinds;

    /// @param workerKinds the names of the kinds of workers
    FaultReader(DistributionReader distributions, List<String> workerKinds) {
        this.distributions = distributions;
        this.workerKinds = workerKinds;
    }

    /// Whether a kind of workers cannot be called so, since it means something else here.
    static boolean isReserved(String name) {
        return name.equals(ANY) || PLACE.matcher(name).matches();
    }

    List<Fault> read(YamlNode list) {
        List<YamlNode> items = list.items("faults must be a list such as [{kill: any, at: 2s}]");
        if (items.size() > WorkerConditions.MOST) {
            throw list.mistake(
                    "faults must be at most %d, were %d"
                            .formatted(WorkerConditions.MOST, items.size()));
        }
        List<Fault> faults = new ArrayList<>();
        items.forEach(item -> faults.add(fault(item)));
        return faults;
    }

    private Fault fault(YamlNode node) {
        YamlMap keys = node.map("a fault must be a map such as {kill: any, at: 2s}", KEYS);
        List<String> kinds = KINDS.stream().filter(keys::has).toList();
        if (kinds.size() != 1) {
            throw node.mistake(
                    "a fault must be one of kill, pause, cut, had "
                            + (kinds.isEmpty() ? "none of them" : String.join(" and ", kinds)));
        }
        String kind = kinds.getFirst();
        Fault.Target target = target(keys.get(kind));
        Fault.Schedule schedule = schedule(keys);
        if (kind.equals("kill")) {
            keys.find("for")
                    .ifPresent(length -> {
                        throw length.mistake("a worker that is killed must have no for, remove it");
                    });
            return new Fault.Kill(target, schedule);
        }
        Duration length =
                keys.find("for")
                        .map(its -> ClassReader.positive(its, "the length of a " + kind))
                        .orElseThrow(() ->
                                node.mistake(
                                        "a %s must say how long it takes, such as for: 1s"
                                                .formatted(kind)));
        return kind.equals("pause")
                ? new Fault.Pause(target, schedule, length)
                : new Fault.Cut(target, schedule, length);
    }

    private Fault.Target target(YamlNode node) {
        String what =
                "whom a fault strikes must be any, the place of a worker such as 2, or a kind of workers";
        String text = node.text(what);
        if (text.equals(ANY)) {
            return new Fault.Target.Any();
        }
        if (PLACE.matcher(text).matches()) {
            return new Fault.Target.At(node.count("the place of a worker", Fault.Target.At.LAST));
        }
        if (!workerKinds.contains(text)) {
            List<String> known = new ArrayList<>(workerKinds);
            known.add(ANY);
            throw node.mistake(what + ", was " + node.was() + Keys.suggestion(text, known));
        }
        return new Fault.Target.OfKind(text);
    }

    private Fault.Schedule schedule(YamlMap keys) {
        Optional<YamlNode> at = keys.find("at");
        Optional<YamlNode> every = keys.find("every");
        if (at.isPresent() == every.isPresent()) {
            throw keys.node()
                    .mistake(
                            "a fault must say when, at: 2s or every: exponential 10s, said "
                                    + (at.isPresent() ? "both" : "neither"));
        }
        if (at.isPresent()) {
            return new Fault.Schedule.Once(
                    at.get()
                            .read(
                                    "the time of a fault must be a duration such as 2s",
                                    DurationRange::parseDuration));
        }
        YamlNode gap = every.orElseThrow();
        try {
            return new Fault.Schedule.Every(distributions.read("the time between faults", gap));
        } catch (ScenarioMistakeException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw gap.mistake(String.valueOf(e.getMessage()));
        }
    }
}
