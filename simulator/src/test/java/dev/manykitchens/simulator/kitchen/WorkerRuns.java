package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.fakes.RecordingSink;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.DistributionText;
import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Network;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.core.scenario.WorkerConditions;
import dev.manykitchens.core.scenario.WorkerKind;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Runs of scenarios that say what workers are like and what happens to them, and what was heard of
/// the workers.
final class WorkerRuns {

    private final RecordingSink events = new RecordingSink();

    /// What was heard so far, of all runs.
    <E extends RunEvent> List<E> events(Class<E> type) {
        return events.events(type);
    }

    static WorkerConditions kinds(WorkerKind... kinds) {
        return new WorkerConditions(
                List.of(kinds), Optional.empty(), List.of(), WorkerConditions.USUAL_STARTUP);
    }

    static WorkerConditions faults(Fault... faults) {
        return new WorkerConditions(
                List.of(), Optional.empty(), List.of(faults), WorkerConditions.USUAL_STARTUP);
    }

    static WorkerConditions network(String delay, OptionalDouble bytesPerSecond) {
        return new WorkerConditions(
                List.of(),
                Optional.of(new Network(DistributionText.parse(delay), bytesPerSecond)),
                List.of(),
                WorkerConditions.USUAL_STARTUP);
    }

    static StepPlan cpu(String amount) {
        return new StepPlan.Cpu(DistributionText.parse(amount));
    }

    static StepPlan waiting(String duration) {
        return new StepPlan.Wait(DistributionText.parse(duration));
    }

    static Scenario scenario(int jobs, WorkerConditions workers, StepPlan step) {
        return scenario(jobs, workers, new JobClass("job", 1, List.of(step), Optional.empty()));
    }

    static Scenario scenario(int jobs, WorkerConditions workers, JobClass... classes) {
        return new Scenario(
                "test",
                "",
                new Arrivals.AllAtOnce(),
                OptionalInt.of(jobs),
                Optional.empty(),
                List.of(classes),
                Map.of("oven", ResourceSpec.shared(1), "sink", ResourceSpec.shared(1)),
                List.of(),
                7,
                Optional.empty(),
                Optional.empty(),
                workers);
    }

    long elapsed(Scenario scenario, String pool) {
        return run(scenario, pool).elapsedNanos();
    }

    Replication run(Scenario scenario, String pool) {
        return new SimulatedScenario(
                        PoolSpec.parse(pool),
                        scenario,
                        Cooking.BOOK,
                        SimulationOptions.onCores(8).withEvents(events))
                .run(0);
    }

    int jobsOf(String worker) {
        return events(RunEvent.JobsFinished.class).stream()
                .filter(finished -> finished.worker().equals(worker))
                .mapToInt(finished -> finished.jobs().size())
                .sum();
    }

    List<WorkerState> states(String worker) {
        return events(RunEvent.WorkerChanged.class).stream()
                .filter(change -> change.worker().equals(worker))
                .map(RunEvent.WorkerChanged::state)
                .toList();
    }
}
