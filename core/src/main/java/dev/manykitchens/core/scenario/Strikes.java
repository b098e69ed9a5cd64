package dev.manykitchens.core.scenario;

import dev.manykitchens.core.random.RandomStreams;

import org.apache.commons.rng.UniformRandomProvider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/// The faults of one run on a pool of some workers, in the order in which they strike, with all
/// drawn that is drawn. Each fault has random numbers of its own. Confined to one thread.
public final class Strikes {

    /// A fault that strikes.
    ///
    /// @param atNanos when, counted from the beginning
    /// @param fault what
    /// @param place whom: the place of a worker, from 1
    public record Strike(long atNanos, Fault fault, int place) {}

    private final PriorityQueue<Pending> pending =
            new PriorityQueue<>(
                    Comparator.comparingLong((Pending next) -> next.atNanos)
                            .thenComparingInt(next -> next.number));

    /// The faults under these conditions.
    ///
    /// @param workers how many there are
    public Strikes(WorkerConditions conditions, int workers, RandomStreams streams) {
        int number = 0;
        for (Fault fault : conditions.faults()) {
            number++;
            List<Integer> places = places(fault.target(), conditions, workers);
            if (!places.isEmpty()) {
                pending.add(new Pending(number, fault, places, streams));
            }
        }
    }

    /// The next one; empty when there will be none.
    public Optional<Strike> next() {
        Pending first = pending.poll();
        if (first == null) {
            return Optional.empty();
        }
        Strike strike = first.strike();
        if (first.comesAgain()) {
            pending.add(first);
        }
        return Optional.of(strike);
    }

    /// The faults that no worker of a pool can meet: their place or kind is none of its workers'.
    ///
    /// @param workers how many there are
    public static List<Fault> never(WorkerConditions conditions, int workers) {
        return conditions.faults().stream()
                .filter(fault -> places(fault.target(), conditions, workers).isEmpty())
                .toList();
    }

    private static List<Integer> places(
            Fault.Target target, WorkerConditions conditions, int workers) {
        IntStream all = IntStream.rangeClosed(1, workers);
        return switch (target) {
            case Fault.Target.Any() -> all.boxed().toList();
            case Fault.Target.OfKind(String kind) ->
                    all.filter(place ->
                                    conditions
                                            .kindAt(place)
                                            .filter(its -> its.name().equals(kind))
                                            .isPresent())
                            .boxed()
                            .toList();
            case Fault.Target.At(int place) -> place <= workers ? List.of(place) : List.of();
        };
    }

    /// A fault and the time of its next strike.
    private static final class Pending {

        private final int number;
        private final Fault fault;
        private final List<Integer> places;
        private final DurationSampler gaps;
        private final UniformRandomProvider choice;
        private long atNanos;

        Pending(int number, Fault fault, List<Integer> places, RandomStreams streams) {
            this.number = number;
            this.fault = fault;
            this.places = new ArrayList<>(places);
            this.choice = streams.stream("fault " + number + " target");
            switch (fault.schedule()) {
                case Fault.Schedule.Once(Duration at) -> {
                    gaps = () -> 0;
                    atNanos = at.toNanos();
                }
                case Fault.Schedule.Every(DurationDistribution gap) -> {
                    gaps = gap.sampler(streams.stream("fault " + number));
                    atNanos = gaps.nextNanos();
                }
            }
        }

        Strike strike() {
            int place = places.size() == 1 ? 0 : choice.nextInt(places.size());
            return new Strike(atNanos, fault, places.get(place));
        }

        boolean comesAgain() {
            return switch (fault.schedule()) {
                case Fault.Schedule.Once _ -> false;
                case Fault.Schedule.Every _ -> {
                    atNanos = Math.addExact(atNanos, gaps.nextNanos());
                    yield true;
                }
            };
        }
    }
}
