package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.Dispatcher;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.simulator.Simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Several kitchens with some threads each, `processes:NxT`: the very dispatcher of the coordinator
/// says who gets which jobs, in which chunks, and what waits where.
///
/// ```
/// supply ──BatchSubmitted──▶ Dispatcher ──Assign──▶ KitchenWorker: threads, chunks that wait
///   ▲                          │  ▲                       │ attempts
///   └──────── Deliver ─────────┘  └── ResultsReceived ────┘
/// ```
///
/// What is on its way arrives at the same instant. Workers never fall silent here: no heartbeat is
/// sent, no lease expires, and no time is wished to be waked at.
final class DispatchedKitchens implements SimulatedEngine {

    /// Longer than any run, which is less than 292 years.
    private static final Duration NEVER = Duration.ofDays(100_000);

    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final Simulation simulation;
    private final EventSink events;
    private final Dispatcher dispatcher;
    private final Map<String, KitchenWorker> workers = new LinkedHashMap<>();
    private final Map<Long, Handed> batches = new HashMap<>();

    /// What stands here for a report that comes: the lease's jobs that ended and were not
    /// delivered.
    private final Map<Long, KitchenLease> leases = new HashMap<>();

    private long lastBatch;

    /// Jobs of a supply that are one batch of the dispatcher's.
    ///
    /// @param first the supply's number of the batch's first job
    private record Handed(JobSupply supply, int first) {}

    DispatchedKitchens(
            Simulation simulation, List<SimulatedKitchen> kitchens, int threads, EventSink events) {
        this.simulation = simulation;
        this.events = events;
        DispatchOptions options =
                DispatchOptions.DEFAULTS
                        .withSilence(NEVER.dividedBy(2), NEVER)
                        .withLimits(UNLIMITED, Math.max(1, kitchens.size()), UNLIMITED);
        dispatcher = new Dispatcher(options);
        for (SimulatedKitchen kitchen : kitchens) {
            workers.put(
                    kitchen.origin().worker(),
                    new KitchenWorker(kitchen, threads, options.prefetch(), this::reported));
        }
    }

    @Override
    public void start(List<? extends JobSupply> batches) {
        for (KitchenWorker worker : workers.values()) {
            Origin origin = worker.kitchen().origin();
            feed(
                    new Input.WorkerJoined(
                            origin.worker(),
                            origin.host(),
                            origin.pid(),
                            worker.threads(),
                            Set.of()));
            feed(new Input.CreditsOffered(origin.worker(), worker.credits()));
        }
        batches.forEach(this::more);
    }

    @Override
    public void more(JobSupply supply) {
        int jobs = supply.remaining();
        if (jobs == 0) {
            return;
        }
        int first = supply.next();
        int priority = supply.priorityOf(first);
        long batch = ++lastBatch;
        batches.put(batch, rest(supply, first, jobs));
        feed(
                new Input.BatchSubmitted(
                        batch, supply.recipe().name(), jobs, 1, 0, 0, false, false, priority));
    }

    /// Takes the others after the first: one batch in the order in which jobs are to begin.
    private static Handed rest(JobSupply supply, int first, int jobs) {
        int[] numbers = null;
        for (int i = 1; i < jobs; i++) {
            int job = supply.next();
            if (numbers == null && job != first + i) {
                numbers = IntStream.range(first, first + jobs).toArray();
            }
            if (numbers != null) {
                numbers[i] = job;
            }
        }
        return numbers == null
                ? new Handed(supply, first)
                : new Handed(new TakenJobs(supply, numbers), 0);
    }

    private void feed(Input input) {
        dispatcher.on(input, simulation.now()).forEach(this::carryOut);
    }

    private void carryOut(Command command) {
        switch (command) {
            case Command.Assign assign -> assign(assign);
            case Command.Deliver deliver -> deliver(deliver);
            case Command.DeliverOutcome(long lease, _, int first, int count, Outcome outcome) ->
                    deliver(lease, first, count, outcome);
            case Command.ForgetLease(long lease) -> leases.remove(lease);
            case Command.FinishBatch(long batch) -> batches.remove(batch);
            case Command.Announce(RunEvent event) -> announce(event);
            case Command.WakeAt _ -> {}
            case Command.Drop _,
                    Command.CancelJobs _,
                    Command.Drain _,
                    Command.Disconnect _,
                    Command.RefuseWorker _,
                    Command.RefuseBatch _,
                    Command.GrantResource _,
                    Command.RefuseResource _ ->
                    throw new IllegalStateException(
                            "nothing goes wrong in this simulation, the dispatcher said "
                                    + command);
        }
    }

    private void assign(Command.Assign assign) {
        Handed handed = batches.get(assign.batch());
        KitchenWorker worker = workers.get(assign.worker());
        if (handed == null || worker == null) {
            throw new IllegalStateException("the dispatcher must know what it assigns: " + assign);
        }
        KitchenLease lease =
                new KitchenLease(assign, handed.supply(), handed.first(), simulation.now());
        leases.put(assign.lease(), lease);
        simulation.after(0, () -> worker.take(lease));
    }

    /// A worker is done with a lease.
    private void reported(KitchenWorker worker, KitchenLease lease) {
        simulation.after(
                0,
                () -> {
                    feed(lease.report());
                    feed(
                            new Input.CreditsOffered(
                                    worker.kitchen().origin().worker(), worker.credits()));
                });
    }

    private void deliver(Command.Deliver deliver) {
        KitchenLease lease = lease(deliver.lease());
        for (int job : deliver.wanted()) {
            lease.deliver(job, simulation.now());
        }
    }

    private void deliver(long number, int first, int count, Outcome outcome) {
        KitchenLease lease = lease(number);
        for (int job = first; job < first + count; job++) {
            lease.deliver(job, outcome, simulation.now());
        }
    }

    private KitchenLease lease(long number) {
        KitchenLease lease = leases.get(number);
        if (lease == null) {
            throw new IllegalStateException(
                    "the dispatcher must deliver what it leased: " + number);
        }
        return lease;
    }

    /// What the site itself tells is not told twice: who joined, and which batches there are.
    private void announce(RunEvent event) {
        if (event instanceof RunEvent.ChunkAssigned) {
            events.accept(event);
        }
    }
}
