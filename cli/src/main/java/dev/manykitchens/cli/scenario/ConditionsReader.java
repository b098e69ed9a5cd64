package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.Network;
import dev.manykitchens.core.scenario.WorkerConditions;
import dev.manykitchens.core.scenario.WorkerKind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what the worker JVMs of a pool are like: kinds with their speeds, the network to them, and
/// what happens to them.
final class ConditionsReader {

    static final Keys KIND_KEYS = new Keys("a key of a kind of workers", List.of("speed", "count"));
    static final Keys NETWORK_KEYS = new Keys("a key of a network", List.of("delay", "bandwidth"));

    private static final String SPEED =
            "the speed of a worker must be a number from %s to %.0f, such as 0.5"
                    .formatted(WorkerKind.LEAST_SPEED, WorkerKind.MOST_SPEED);
    private static final String BANDWIDTH =
            "the bandwidth of a network must be bits a second, such as 100Mbit/s";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,9})?");
    private static final Pattern BITS =
            Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)\\s*(bit|kbit|Mbit|Gbit)/s");
    private static final Map<String, Double> BYTES =
            Map.of("bit", 1 / 8.0, "kbit", 1e3 / 8, "Mbit", 1e6 / 8, "Gbit", 1e9 / 8);

    private static final DurationDistribution NO_DELAY =
            new DurationDistribution.Constant(Duration.ZERO);

    private final DistributionReader distributions;

    ConditionsReader(DistributionReader distributions) {
        this.distributions = distributions;
    }

    /// Of all keys of a scenario those that concern workers.
    WorkerConditions read(YamlMap keys) {
        List<WorkerKind> kinds = keys.find("workers").map(this::kinds).orElse(List.of());
        List<String> names = kinds.stream().map(WorkerKind::name).toList();
        Optional<Network> network = keys.find("network").map(this::network);
        List<Fault> faults =
                keys.find("faults")
                        .map(new FaultReader(distributions, names)::read)
                        .orElse(List.of());
        Duration startup =
                keys.find("startup")
                        .map(node ->
                                node.read(
                                        "the start of a worker must be a duration such as 400ms",
                                        DurationRange::parseDuration))
                        .orElse(WorkerConditions.USUAL_STARTUP);
        try {
            return new WorkerConditions(kinds, network, faults, startup);
        } catch (IllegalArgumentException e) {
            throw keys.find("startup").orElse(keys.node()).mistake(String.valueOf(e.getMessage()));
        }
    }

    private List<WorkerKind> kinds(YamlNode node) {
        List<WorkerKind> kinds = new ArrayList<>();
        node.keyed(
                        "workers must be a map of kinds with their speeds, such as {fast: 1.0, slow: 0.5}")
                .forEach((key, value) -> kinds.add(kind(key, value)));
        if (kinds.isEmpty() || kinds.size() > WorkerConditions.MOST) {
            throw node.mistake(
                    "kinds of workers must be from 1 to %d, were %d"
                            .formatted(WorkerConditions.MOST, kinds.size()));
        }
        return kinds;
    }

    private WorkerKind kind(YamlNode key, YamlNode value) {
        String name = ResourceReader.name(key, "the name of a kind of workers");
        if (FaultReader.isReserved(name)) {
            throw key.mistake(
                    "a kind of workers must not be called any or be a number, was called " + name);
        }
        if (!value.isMap()) {
            return new WorkerKind(name, speed(value), 1);
        }
        YamlMap keys = value.map("a kind of workers must be its speed, or a map", KIND_KEYS);
        return new WorkerKind(
                name,
                keys.find("speed").map(ConditionsReader::speed).orElse(1.0),
                keys.find("count")
                        .map(count ->
                                count.count(
                                        "the count of a kind of workers", WorkerKind.MOST_COUNT))
                        .orElse(1));
    }

    private static double speed(YamlNode node) {
        String text = node.text(SPEED);
        double speed = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : 0;
        if (!(speed >= WorkerKind.LEAST_SPEED && speed <= WorkerKind.MOST_SPEED)) {
            throw node.mistake(SPEED + ", was " + node.was());
        }
        return speed;
    }

    private Network network(YamlNode node) {
        YamlMap keys =
                node.map(
                        "a network must be a map such as {delay: 2ms, bandwidth: 100Mbit/s}",
                        NETWORK_KEYS);
        if (keys.values().isEmpty()) {
            throw node.mistake("a network must have a delay or a bandwidth, had neither");
        }
        return new Network(
                keys.find("delay")
                        .map(delay -> distributions.read("the delay of a network", delay))
                        .orElse(NO_DELAY),
                keys.find("bandwidth")
                        .map(ConditionsReader::bandwidth)
                        .orElse(OptionalDouble.empty()));
    }

    private static OptionalDouble bandwidth(YamlNode node) {
        Matcher rate = BITS.matcher(node.text(BANDWIDTH));
        if (!rate.matches()) {
            throw node.mistake(BANDWIDTH + ", was " + node.was());
        }
        double bytes =
                Double.parseDouble(rate.group(1)) * BYTES.getOrDefault(rate.group(2), Double.NaN);
        if (!(bytes >= Network.LEAST_BYTES_PER_SECOND && bytes <= Network.MOST_BYTES_PER_SECOND)) {
            throw node.mistake(
                    "the bandwidth of a network must be from 8bit/s to 8000Gbit/s, was "
                            + node.was());
        }
        return OptionalDouble.of(bytes);
    }
}
