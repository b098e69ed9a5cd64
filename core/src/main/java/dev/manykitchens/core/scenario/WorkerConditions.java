package dev.manykitchens.core.scenario;

import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// What the worker JVMs of a pool are like and what happens to them. Nothing of it concerns pools
/// inside one JVM.
///
/// @param kinds what workers are like, in turn from the first on; empty: all are alike, of speed 1
/// @param network between them and their coordinator; empty: nothing is under way for any time
/// @param faults what happens to them
/// @param startup how long the JVM that takes the place of a dead one needs until it has joined
public record WorkerConditions(
        List<WorkerKind> kinds, Optional<Network> network, List<Fault> faults, Duration startup) {

    /// The most kinds of workers, and the most faults.
    public static final int MOST = 1_000;

    /// Workers whose signs of life take longer would be lost before anything happens to them.
    private static final double MOST_DELAY_SECONDS = 1;

    /// What a JVM takes to join on a machine of two cores, as measured: 0.35 to 0.45 s.
    public static final Duration USUAL_STARTUP = Duration.ofMillis(400);

    /// All alike, and nothing happens.
    public static final WorkerConditions FAIR =
            new WorkerConditions(List.of(), Optional.empty(), List.of(), USUAL_STARTUP);

    public WorkerConditions {
        kinds = List.copyOf(kinds);
        faults = List.copyOf(faults);
        if (kinds.size() > MOST || faults.size() > MOST) {
            throw new IllegalArgumentException(
                    "a scenario must have at most %d kinds of workers and as many faults, had %d and %d"
                            .formatted(MOST, kinds.size(), faults.size()));
        }
        Set<String> names = new HashSet<>();
        for (WorkerKind kind : kinds) {
            if (!names.add(kind.name())) {
                throw new IllegalArgumentException(
                        "the name of a kind of workers must be taken once, was taken twice: "
                                + kind.name());
            }
        }
        for (Fault fault : faults) {
            if (fault.target() instanceof Fault.Target.OfKind(String kind)
                    && !names.contains(kind)) {
                throw new IllegalArgumentException(
                        "a fault must strike any worker, a place such as 2 or a kind of workers, %s is none"
                                .formatted(kind));
            }
        }
        boolean silent = faults.stream().anyMatch(fault -> !(fault instanceof Fault.Kill));
        double delay = network.map(its -> its.delay().meanSeconds()).orElse(0.0);
        if (silent && delay > MOST_DELAY_SECONDS) {
            throw new IllegalArgumentException(
                    "a network on which workers are paused or cut off must delay messages by at most %.0f s on average, or all of them are lost, delayed them by %s s"
                            .formatted(MOST_DELAY_SECONDS, delay));
        }
        if (startup.isNegative() || startup.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "the start of a worker must take from 0 to 1h, took "
                            + DurationRange.text(startup));
        }
    }

    /// The kind of the worker at a place; empty where all are alike.
    ///
    /// @param place from 1
    public Optional<WorkerKind> kindAt(int place) {
        int round = kinds.stream().mapToInt(WorkerKind::count).sum();
        if (round == 0) {
            return Optional.empty();
        }
        int turn = (place - 1) % round;
        for (WorkerKind kind : kinds) {
            turn -= kind.count();
            if (turn < 0) {
                return Optional.of(kind);
            }
        }
        throw new AssertionError("a turn lies within its round");
    }

    /// How fast the worker at a place is.
    ///
    /// @param place from 1
    public double speedAt(int place) {
        return kindAt(place).map(WorkerKind::speed).orElse(1.0);
    }

    /// How fast each of so many workers is, by place; empty where all are alike.
    public List<Double> speeds(int workers) {
        return kinds.isEmpty()
                ? List.of()
                : IntStream.rangeClosed(1, workers).mapToObj(this::speedAt).toList();
    }

    /// Whether workers are alike, their messages are under way for no time, and nothing happens.
    public boolean isFair() {
        return kinds.isEmpty() && network.isEmpty() && faults.isEmpty();
    }

    /// Whether workers may stand still, be cut off or die of what happens to them.
    public boolean hasFaults() {
        return !faults.isEmpty();
    }
}
