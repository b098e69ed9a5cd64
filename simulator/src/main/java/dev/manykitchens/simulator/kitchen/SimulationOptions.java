package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.resource.ResourceSpec;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/// What a simulated pool stands on, beside its spec.
///
/// @param cores how many cores the machine has, shared by all its kitchens
/// @param ownCores how many the machine of each worker JVM has, where every one has a machine of
///   its own instead; empty: they share the one. A pool inside this JVM is on the one machine
///   either way
/// @param resources the named resources that steps may use: those given here and, unless they are,
///   those that the recipes of a run bring; a job that names another one fails
/// @param way how long a message to a worker JVM of this machine and its answer take together,
///   where a scenario says nothing of the network; half of it in each direction
/// @param codeTimes how long real code takes
/// @param makesResults whether the results are really made and code steps really run, on the
///   calling thread and in no virtual time but the stated one; otherwise every job that comes to
///   its end succeeds without a value
/// @param events hears what happens, at virtual times from 0
/// @param mostEvents a run that needs more events than this is broken off
/// @param stop is asked now and then, by the thread that runs, whether to break off
public record SimulationOptions(
        int cores,
        OptionalInt ownCores,
        Map<String, ResourceSpec> resources,
        Duration way,
        CodeTimes codeTimes,
        boolean makesResults,
        EventSink events,
        long mostEvents,
        BooleanSupplier stop) {

    /// The most cores of one machine.
    public static final int MOST_CORES = 10_000;

    /// After so many events a run is broken off, unless told otherwise.
    public static final long MOST_EVENTS = 1_000_000_000;

    /// The longest way to a worker JVM and back: longer ones are networks, which scenarios
    /// describe.
    private static final Duration LONGEST_WAY = Duration.ofSeconds(1);

    public SimulationOptions {
        resources = Map.copyOf(resources);
        requireCores("cores", cores);
        ownCores.ifPresent(each -> requireCores("cores of each worker JVM", each));
        if (way.isNegative() || way.compareTo(LONGEST_WAY) > 0) {
            throw new IllegalArgumentException(
                    "the way to a worker JVM and back must take from 0 to %d s, took %s"
                            .formatted(LONGEST_WAY.toSeconds(), way));
        }
        if (mostEvents < 1) {
            throw new IllegalArgumentException(
                    "a simulation must be allowed at least one event, was allowed " + mostEvents);
        }
    }

    /// A machine of so many cores; code takes no time, results are not made, nobody listens.
    public static SimulationOptions onCores(int cores) {
        return new SimulationOptions(
                cores,
                OptionalInt.empty(),
                Map.of(),
                Duration.ZERO,
                CodeTimes.NONE,
                false,
                EventSink.NONE,
                MOST_EVENTS,
                () -> false);
    }

    private static void requireCores(String what, int many) {
        if (many < 1 || many > MOST_CORES) {
            throw new IllegalArgumentException(
                    "%s must be from 1 to %d, was %d".formatted(what, MOST_CORES, many));
        }
    }

    /// The same options, but every worker JVM has a machine of its own with so many cores.
    public SimulationOptions withOwnCores(int each) {
        return new SimulationOptions(
                cores,
                OptionalInt.of(each),
                resources,
                way,
                codeTimes,
                makesResults,
                events,
                mostEvents,
                stop);
    }

    /// How many cores a pool has, on all its machines together.
    public int coresOf(PoolSpec spec) {
        return ownCores.isPresent() && spec.kind() instanceof PoolSpec.Kind.Processes processes
                ? ownCores.getAsInt() * processes.size()
                : cores;
    }

    /// The same options with other resources.
    public SimulationOptions withResources(Map<String, ResourceSpec> named) {
        return new SimulationOptions(
                cores, ownCores, named, way, codeTimes, makesResults, events, mostEvents, stop);
    }

    /// The same options with another way to worker JVMs and back.
    public SimulationOptions withWay(Duration thereAndBack) {
        return new SimulationOptions(
                cores,
                ownCores,
                resources,
                thereAndBack,
                codeTimes,
                makesResults,
                events,
                mostEvents,
                stop);
    }

    /// The same options with other times of real code.
    public SimulationOptions withCodeTimes(CodeTimes times) {
        return new SimulationOptions(
                cores, ownCores, resources, way, times, makesResults, events, mostEvents, stop);
    }

    /// The same options, but results are really made.
    public SimulationOptions makingResults() {
        return new SimulationOptions(
                cores, ownCores, resources, way, codeTimes, true, events, mostEvents, stop);
    }

    /// The same options with another sink.
    public SimulationOptions withEvents(EventSink sink) {
        return new SimulationOptions(
                cores, ownCores, resources, way, codeTimes, makesResults, sink, mostEvents, stop);
    }

    /// The same options with another limit of events.
    public SimulationOptions withMostEvents(long most) {
        return new SimulationOptions(
                cores, ownCores, resources, way, codeTimes, makesResults, events, most, stop);
    }

    /// The same options, but runs break off when this says so.
    public SimulationOptions withStop(BooleanSupplier asked) {
        return new SimulationOptions(
                cores,
                ownCores,
                resources,
                way,
                codeTimes,
                makesResults,
                events,
                mostEvents,
                asked);
    }
}
