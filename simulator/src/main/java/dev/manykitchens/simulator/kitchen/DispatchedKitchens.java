package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.collection.ByNumber;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.simulator.SimulatedCluster;
import dev.manykitchens.simulator.SimulatedProcess;
import dev.manykitchens.simulator.Simulation;
import dev.manykitchens.simulator.WorkerPlan;
import dev.manykitchens.simulator.Workplace;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Several kitchens with some threads each, `processes:NxT`: the very dispatcher of the coordinator
/// says who gets which jobs, in which chunks, and what waits where.
///
/// ```
///                      SimulatedCluster
/// supply ──BatchSubmitted──▶ Dispatcher ──Assign──▶ SimulatedWorker: threads, leases that wait
///   ▲                          │  ▲                       │ KitchenWorkplace: attempts
///   └──────── Deliver ─────────┘  └── ResultsReceived ────┘
///                │
///                └▶ KitchenPlaces: who is gone, and who comes in its place
/// ```
final class DispatchedKitchens implements SimulatedEngine, SimulatedCluster.Witness {

    /// Longer than any run, and such that it can be added to any time of one: 192 years.
    private static final Duration NEVER = Duration.ofDays(70_000);

    private static final int UNLIMITED = Integer.MAX_VALUE;

    /// Makes the kitchen of a worker that starts.
    @FunctionalInterface
    interface Maker {
        SimulatedKitchen make(
                String worker, int place, SimulatedProcess process, Workplace.PermitDesk desk);
    }

    private final EventSink events;
    private final SimulatedCluster cluster;
    private final KitchenPlaces places;
    private final ByNumber<HandedBatch> batches = new ByNumber<>();

    /// Those that the dispatcher has not forgotten: what stands here for a report that comes.
    private final ByNumber<KitchenLease> leases = new ByNumber<>();

    private final boolean countsBytes;
    private long lastBatch;
    private int retried;
    private int workersLost;

    /// @param shared the resources that all of them share
    DispatchedKitchens(
            Simulation simulation,
            KitchenCrew crew,
            Map<String, ResourceSpec> shared,
            RandomStreams streams,
            Maker maker,
            EventSink events) {
        this.events = events;
        this.countsBytes = crew.countsBytes();
        DispatchOptions options =
                DispatchOptions.DEFAULTS
                        .withResources(shared)
                        .withLimits(UNLIMITED, Math.max(1, 2 * crew.size()), UNLIMITED);
        if (!crew.fallsSilent()) {
            options = options.withSilence(NEVER.minusDays(1), NEVER);
        }
        cluster =
                new SimulatedCluster(
                        simulation,
                        options,
                        streams,
                        (plan, process, desk) -> workplace(maker, plan, process, desk),
                        this,
                        !events.equals(EventSink.NONE));
        cluster.watchProcesses();
        if (!crew.fallsSilent()) {
            cluster.timeless();
        }
        places = new KitchenPlaces(simulation, cluster, crew, options);
    }

    private Workplace workplace(
            Maker maker, WorkerPlan plan, SimulatedProcess process, Workplace.PermitDesk desk) {
        String worker = plan.name();
        return new KitchenWorkplace(
                maker.make(worker, places.placeOf(worker), process, desk), leases, countsBytes);
    }

    @Override
    public void open() {
        places.fill();
    }

    @Override
    public int retried() {
        return retried;
    }

    @Override
    public int workersLost() {
        return workersLost;
    }

    /// Who is where, for faults.
    KitchenPlaces places() {
        return places;
    }

    @Override
    public void start(List<? extends JobSupply> given) {
        given.forEach(supply -> hand(supply, false));
    }

    @Override
    public void more(JobSupply supply) {
        hand(supply, true);
    }

    /// @param gathered whether its jobs were submitted one by one
    private void hand(JobSupply supply, boolean gathered) {
        int jobs = supply.remaining();
        if (jobs == 0) {
            return;
        }
        int first = supply.next();
        int priority = supply.priorityOf(first);
        long batch = ++lastBatch;
        batches.put(batch, rest(supply, first, jobs));
        cluster.feed(
                new Input.BatchSubmitted(
                        batch,
                        supply.recipe().name(),
                        jobs,
                        supply.attempts(),
                        0,
                        0,
                        false,
                        gathered,
                        priority));
    }

    /// Takes the others after the first: one batch in the order in which jobs are to begin.
    private static HandedBatch rest(JobSupply supply, int first, int jobs) {
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
                ? new HandedBatch(supply, first)
                : new HandedBatch(new TakenJobs(supply, numbers), 0);
    }

    @Override
    public void saw(Input input, long nowNanos, List<Command> commands) {
        if (input instanceof Input.WorkerJoined) {
            places.joined();
        } else if (input instanceof Input.WorkerGone(String worker, _)) {
            places.gone(worker);
        }
        for (int i = 0; i < commands.size(); i++) {
            see(commands.get(i), nowNanos);
        }
    }

    private void see(Command command, long now) {
        switch (command) {
            case Command.Assign assign -> assign(assign, now);
            case Command.Deliver deliver -> deliver(deliver, now);
            case Command.DeliverOutcome(
                            long lease,
                            long batch,
                            int first,
                            int count,
                            Outcome outcome) -> {
                for (int job = first; job < first + count; job++) {
                    deliver(lease, batch, job, outcome, now);
                }
            }
            case Command.ForgetLease(long lease) -> leases.remove(lease);
            case Command.FinishBatch(long batch) -> batches.remove(batch);
            case Command.Announce(RunEvent event) -> announce(event);
            case Command.Disconnect(String worker, _) -> {
                // A process of the pool's own that is given up is killed.
                cluster.vanish(worker);
                places.gone(worker);
            }
            // These concern the workers: the cluster tells them.
            case Command.Drop _,
                    Command.WakeAt _,
                    Command.GrantResource _,
                    Command.RefuseResource _ -> {}
            case Command.CancelJobs _,
                    Command.Drain _,
                    Command.RefuseWorker _,
                    Command.RefuseBatch _ ->
                    throw new IllegalStateException(
                            "nobody asks for that in this simulation, the dispatcher said "
                                    + command);
        }
    }

    private void assign(Command.Assign assign, long now) {
        HandedBatch batch = batches.get(assign.batch());
        if (batch == null) {
            throw new IllegalStateException("the dispatcher must know what it assigns: " + assign);
        }
        leases.put(assign.lease(), new KitchenLease(assign, batch, now));
        places.used(assign.worker());
    }

    private void deliver(Command.Deliver deliver, long now) {
        KitchenLease lease = lease(deliver.lease());
        for (int job : deliver.wanted()) {
            lease.deliver(job, now);
        }
    }

    private void deliver(long lease, long batch, int job, Outcome outcome, long now) {
        if (lease != 0) {
            lease(lease).deliver(job, outcome, now);
            return;
        }
        HandedBatch its = batches.get(batch);
        if (its == null) {
            throw new IllegalStateException(
                    "the dispatcher must deliver jobs of a batch that is open, was " + batch);
        }
        its.lost(job, outcome, now);
    }

    private KitchenLease lease(long number) {
        KitchenLease lease = leases.get(number);
        if (lease == null) {
            throw new IllegalStateException(
                    "the dispatcher must deliver what it leased: " + number);
        }
        return lease;
    }

    /// What supplies themselves tell is not told twice.
    private void announce(RunEvent event) {
        if (event instanceof RunEvent.JobsRequeued again) {
            retried += again.count();
        }
        if (event instanceof RunEvent.WorkerChanged(_, _, WorkerState state, _)
                && state == WorkerState.LOST) {
            workersLost++;
        }
        boolean toldBySupply =
                event instanceof RunEvent.BatchSubmitted
                        || event instanceof RunEvent.BatchFinished
                        || event instanceof RunEvent.JobsFinished
                        || event instanceof RunEvent.JobFailed;
        if (!toldBySupply) {
            events.accept(event);
        }
    }
}
