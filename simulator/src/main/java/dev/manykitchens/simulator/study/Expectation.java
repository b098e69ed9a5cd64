package dev.manykitchens.simulator.study;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.simulator.theory.ClosedFigures;
import dev.manykitchens.simulator.theory.ClosedNetwork;
import dev.manykitchens.simulator.theory.GGcQueue;
import dev.manykitchens.simulator.theory.MG1Queue;
import dev.manykitchens.simulator.theory.MMcQueue;
import dev.manykitchens.simulator.theory.QueueModel;
import dev.manykitchens.simulator.theory.Station;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What queueing theory expects of a scenario on a pool, where there is a formula for it.
///
/// There is one where jobs of a pool are like customers of so many servers: each keeps one slot
/// from its begin to its end, and takes as long whatever the others do. They must begin in the
/// order in which they come: with priorities the wait depends on the class.
///
/// @param notation which formula
/// @param isExact whether it is exact for this scenario, or an approximation
/// @param waitSeconds the mean time until a slot is free
/// @param responseSeconds the mean time from arrival to end
/// @param responseP99 what 99 of 100 responses are at most; empty where the formula does not say
public record Expectation(
        String notation,
        boolean isExact,
        double waitSeconds,
        double responseSeconds,
        OptionalDouble responseP99) {

    /// What is expected.
    ///
    /// @param cores of the machine
    public static Optional<Expectation> of(
            Scenario scenario, PoolSpec spec, OfferedLoad load, int cores) {
        OptionalInt servers = servers(spec, load, cores);
        Capacity capacity = Capacity.of(scenario, spec, load, cores);
        boolean disturbed = spec.leavesThisJvm() && !scenario.workers().isFair();
        if (servers.isEmpty()
                || load.service() == 0
                || capacity.isOverloaded()
                || hasPriorities(scenario)
                || disturbed) {
            return Optional.empty();
        }
        int count = servers.getAsInt();
        return switch (scenario.arrivals()) {
            case Arrivals.Poisson poisson ->
                    Optional.of(open(scenario, load, poisson.rate().perSecond(), count));
            case Arrivals.Every every -> Optional.of(evenly(every, load, count));
            case Arrivals.Closed closed -> closed(closed, scenario, load, count);
            case Arrivals.AllAtOnce _, Arrivals.Bursts _, Arrivals.Trace _ -> Optional.empty();
        };
    }

    private static boolean hasPriorities(Scenario scenario) {
        return scenario.classes().stream().mapToInt(JobClass::priority).distinct().count() > 1;
    }

    private static Expectation open(Scenario scenario, OfferedLoad load, double rate, int servers) {
        double service = load.service();
        if (isMemoryless(scenario)) {
            MMcQueue queue = new MMcQueue(rate, service, servers);
            return of(queue, true, OptionalDouble.of(queue.responseQuantile(0.99)));
        }
        QueueModel queue =
                servers == 1
                        ? new MG1Queue(rate, service, load.scv())
                        : new GGcQueue(rate, 1, service, load.scv(), servers);
        return of(queue, servers == 1, OptionalDouble.empty());
    }

    private static Expectation evenly(Arrivals.Every every, OfferedLoad load, int servers) {
        double rate = 1e9 / every.gap().toNanos();
        // Who comes when the one before is surely gone waits for nobody.
        boolean never = load.scv() == 0;
        if (never) {
            return new Expectation(
                    "D/D/" + servers, true, 0, load.service(), OptionalDouble.of(load.service()));
        }
        return of(
                new GGcQueue(rate, 0, load.service(), load.scv(), servers),
                false,
                OptionalDouble.empty());
    }

    private static Optional<Expectation> closed(
            Arrivals.Closed closed, Scenario scenario, OfferedLoad load, int servers) {
        if (closed.users() > ClosedNetwork.MOST_CUSTOMERS) {
            return Optional.empty();
        }
        ClosedNetwork network =
                new ClosedNetwork(
                        closed.think().meanSeconds(),
                        List.of(new Station.Servers("pool", load.service(), servers)));
        ClosedFigures figures = network.figures(closed.users()).getLast();
        return Optional.of(
                new Expectation(
                        "MVA, %s, %s"
                                .formatted(count(closed.users(), "user"), count(servers, "server")),
                        isMemoryless(scenario),
                        figures.responseSeconds() - load.service(),
                        figures.responseSeconds(),
                        OptionalDouble.empty()));
    }

    private static String count(int many, String what) {
        return many + " " + what + (many == 1 ? "" : "s");
    }

    private static Expectation of(QueueModel queue, boolean isExact, OptionalDouble p99) {
        return new Expectation(
                queue.notation(),
                isExact,
                queue.figures().waitSeconds(),
                queue.figures().responseSeconds(),
                p99);
    }

    /// How many jobs a pool serves at a time, each as if it were alone; empty where they get into
    /// each other's way.
    private static OptionalInt servers(PoolSpec spec, OfferedLoad load, int cores) {
        if (!load.held().isEmpty()) {
            return OptionalInt.empty();
        }
        boolean computes = load.computing() > 0;
        boolean waits = load.waiting() > 0;
        return switch (spec.kind()) {
            case PoolSpec.Kind.Sequential _,
                    PoolSpec.Kind.Threads _,
                    PoolSpec.Kind.ForkJoin _,
                    PoolSpec.Kind.Processes _ -> {
                int slots = spec.kind().slots().orElse(0);
                yield computes && (slots > cores || !hasStoveForEach(spec))
                        ? OptionalInt.empty()
                        : OptionalInt.of(slots);
            }
            // Who computes does so on a carrier until it is done.
            case PoolSpec.Kind.Virtual(OptionalInt limit) when limit.isEmpty() ->
                    waits || !hasStoveForEach(spec) ? OptionalInt.empty() : OptionalInt.of(cores);
            case PoolSpec.Kind.Async() -> waits ? OptionalInt.empty() : OptionalInt.of(1);
            case PoolSpec.Kind.Virtual _,
                    PoolSpec.Kind.Hybrid _,
                    PoolSpec.Kind.Cluster _,
                    PoolSpec.Kind.PythonThreads _,
                    PoolSpec.Kind.PythonProcesses _,
                    PoolSpec.Kind.PythonAsyncio _ ->
                    OptionalInt.empty();
        };
    }

    private static boolean hasStoveForEach(PoolSpec spec) {
        int threads =
                spec.kind() instanceof PoolSpec.Kind.Processes processes
                        ? processes.threads()
                        : spec.kind().slots().orElse(Integer.MAX_VALUE);
        return spec.stoves().count().orElse(Integer.MAX_VALUE) >= threads;
    }

    /// Whether a job is one exponential duration.
    private static boolean isMemoryless(Scenario scenario) {
        if (scenario.classes().size() > 1) {
            return false;
        }
        JobClass only = scenario.classes().getFirst();
        if (only.steps().size() != 1) {
            return false;
        }
        return switch (only.steps().getFirst()) {
            case StepPlan.Cpu(DurationDistribution amount) ->
                    amount instanceof DurationDistribution.Exponential;
            case StepPlan.Wait(DurationDistribution duration) ->
                    duration instanceof DurationDistribution.Exponential;
            case StepPlan.Offload(DurationDistribution amount) ->
                    amount instanceof DurationDistribution.Exponential;
            case StepPlan.Replay _, StepPlan.Use _, StepPlan.Run _ -> false;
        };
    }
}
