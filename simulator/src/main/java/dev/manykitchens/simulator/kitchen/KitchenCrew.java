package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.Network;
import dev.manykitchens.core.scenario.WorkerConditions;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// The workers that a simulated pool of worker JVMs has, and what may happen to them.
///
/// @param size how many there are
/// @param threads of each
/// @param conditions what they are like and what happens to them
/// @param endedByJobs whether a job may end the process that runs it
record KitchenCrew(int size, int threads, WorkerConditions conditions, boolean endedByJobs) {

    /// @param way how long a message to a worker and its answer take, where the conditions say
    ///   nothing of a network
    static KitchenCrew of(
            PoolSpec.Kind.Processes kind,
            WorkerConditions conditions,
            Duration way,
            boolean endedByJobs) {
        WorkerConditions all =
                way.isZero() || conditions.network().isPresent()
                        ? conditions
                        : new WorkerConditions(
                                conditions.kinds(),
                                Optional.of(network(way)),
                                conditions.faults(),
                                conditions.startup());
        return new KitchenCrew(kind.size(), kind.threads(), all, endedByJobs);
    }

    private static Network network(Duration way) {
        return new Network(
                new DurationDistribution.Constant(way.dividedBy(2)), OptionalDouble.empty());
    }

    /// Whether a worker may stand still or die.
    boolean isMortal() {
        return endedByJobs || conditions.hasFaults();
    }

    /// Whether it matters how much travels with jobs.
    boolean countsBytes() {
        return conditions
                .network()
                .flatMap(its -> its.bytesPerSecond().stream().boxed().findFirst())
                .isPresent();
    }

    /// Whether a worker that lives may give no sign of life: only then are such signs asked for.
    boolean fallsSilent() {
        return conditions.faults().stream()
                .anyMatch(fault ->
                        switch (fault) {
                            case Fault.Kill _ -> false;
                            case Fault.Pause _, Fault.Cut _ -> true;
                        });
    }
}
