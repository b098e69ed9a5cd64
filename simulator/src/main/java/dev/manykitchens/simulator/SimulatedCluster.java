package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.Dispatcher;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.journal.Facts;
import dev.manykitchens.core.random.RandomStreams;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// The very dispatcher of the coordinator, driven by virtual time, with simulated workers. Does
/// what the coordinator does: carries inputs to the dispatcher and commands to the workers, and
/// wakes it when it asks. Confined to one thread.
public final class SimulatedCluster {

    /// Sees every step of the dispatcher.
    @FunctionalInterface
    public interface Witness {
        /// The dispatcher took an input and answered.
        void saw(Input input, long nowNanos, List<Command> commands);
    }

    /// Where a coordinator writes what it must know after a crash.
    @FunctionalInterface
    public interface Journal {
        /// Writes the facts of one step behind those before.
        ///
        /// @param effects what the coordinator then says to anybody: to be run when they are on
        ///   disk, or at once when there is no need to wait; in the order of the steps, and not at
        ///   all once the coordinator has crashed
        void write(List<Fact> facts, Runnable effects);
    }

    private final Simulation simulation;
    private final RandomStreams streams;
    private final Workplace.Furnisher furnisher;
    private Dispatcher dispatcher;
    private final Witness witness;
    private @Nullable Journal journal;

    /// Whether the coordinator has crashed and was not started again.
    private boolean down;

    /// The workers that a coordinator which was started again waits for.
    private final Set<SimulatedWorker> awaited = new HashSet<>();

    private boolean repaired;
    private final Map<String, SimulatedWorker> workers = new LinkedHashMap<>();

    /// The same ones, by the number of their line: what is assigned to one names it.
    private final List<SimulatedWorker> byLine = new ArrayList<>();

    private final Set<SimulatedWorker> sentAway = new HashSet<>();
    private final WorkerSide workerSide = new WorkerSide();
    private Consumer<String> whenSentAway = _ -> {};
    private Consumer<List<Command>> outcomes = _ -> {};
    private long ringing;
    private long tickLateNanos;
    private long lastPid = 1000;
    private boolean timeless;
    private boolean watchesProcesses;

    /// A cluster without workers and batches.
    ///
    /// @param furnisher where the jobs of each worker are run
    /// @param tellsProgress whether the witness wants to hear what becomes of each batch and chunk
    public SimulatedCluster(
            Simulation simulation,
            DispatchOptions options,
            RandomStreams streams,
            Workplace.Furnisher furnisher,
            Witness witness,
            boolean tellsProgress) {
        this.simulation = simulation;
        this.streams = streams;
        this.furnisher = furnisher;
        this.witness = witness;
        dispatcher = new Dispatcher(options, tellsProgress);
    }

    /// A cluster without workers and batches, whose jobs do as planned.
    ///
    /// @param jobs what each job does
    public static SimulatedCluster ofPlannedJobs(
            Simulation simulation,
            DispatchOptions options,
            RandomStreams streams,
            SimulatedJob.Jobs jobs,
            Witness witness) {
        return new SimulatedCluster(
                simulation,
                options,
                streams,
                (plan, process, desk) -> new PlannedWorkplace(jobs, plan.name(), process, desk),
                witness,
                true);
    }

    /// The dispatcher under way.
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    /// Tells what to do when the dispatcher ends the connection to a worker, which then is dead.
    public void whenSentAway(Consumer<String> action) {
        whenSentAway = action;
    }

    /// No time is to pass for the dispatcher: it is never waked. For workers that cannot fall
    /// silent.
    public void timeless() {
        timeless = true;
    }

    /// The processes of workers are its own: it sees at once that one has ended, whose words that
    /// are still on their way are lost.
    public void watchProcesses() {
        watchesProcesses = true;
    }

    /// Lets wake-up calls come up to so much later than asked for.
    public void tickLate(long atMostNanos) {
        tickLateNanos = atMostNanos;
    }

    /// Gives the dispatcher an input of the coordinator's own: a submitter, a batch, a
    /// cancellation, a request to drain.
    public void feed(Input input) {
        if (down) {
            return;
        }
        long now = simulation.now();
        List<Command> commands = dispatcher.on(input, now);
        witness.saw(input, now, commands);
        Journal its = journal;
        if (its != null) {
            // When to wake it concerns nobody else.
            commands.stream().filter(Command.WakeAt.class::isInstance).forEach(this::carryOut);
            its.write(Facts.of(input, commands), () -> take(input, commands));
            return;
        }
        for (int i = 0; i < commands.size(); i++) {
            carryOut(commands.get(i));
        }
    }

    private void take(Input input, List<Command> commands) {
        outcomes.accept(commands);
        commands.stream()
                .filter(command -> !(command instanceof Command.WakeAt))
                .forEach(this::carryOut);
        if (input instanceof Input.ResultsReceived report) {
            find(report.worker()).ifPresent(worker -> worker.acknowledged(report));
        }
    }

    /// From now on the coordinator writes down what it must know after a crash.
    ///
    /// @param outcomes hears the commands of each step when they are carried out
    public void keepJournal(Journal where, Consumer<List<Command>> outcomes) {
        journal = where;
        this.outcomes = outcomes;
    }

    /// The coordinator is no more: its streams break, and nobody hears what it would have said.
    public void crash() {
        down = true;
        ringing++;
        workers.values().forEach(SimulatedWorker::disconnected);
    }

    /// Another coordinator goes on where the last one was.
    ///
    /// @param options with a first lease above all that the last one gave
    /// @param work what is known of the last one's work
    /// @param delayNanos how long each worker takes to come back, by its name
    public void restart(DispatchOptions options, OpenWork work, ToLongFunction<String> delayNanos) {
        dispatcher = new Dispatcher(options, true);
        down = false;
        awaited.clear();
        for (Input.WorkerJoined known : work.workers()) {
            find(known.worker())
                    .filter(worker -> worker.process().pid() == known.pid())
                    .ifPresent(awaited::add);
        }
        feed(new Input.Restored(work));
        for (SimulatedWorker worker : workers.values()) {
            simulation.after(delayNanos.applyAsLong(worker.plan().name()), () -> comeBack(worker));
        }
    }

    /// Starts a worker, which joins as soon as its hello arrives. It may have the name of one that
    /// is gone, from which only what names a lease is heard from then on.
    public void start(WorkerPlan plan) {
        add(plan).join();
    }

    /// Has a worker that has joined already.
    public void have(WorkerPlan plan) {
        add(plan).beThere();
    }

    private SimulatedWorker add(WorkerPlan plan) {
        SimulatedWorker before = workers.get(plan.name());
        int line = before == null ? byLine.size() : before.line();
        SimulatedWorker worker =
                new SimulatedWorker(
                        plan, ++lastPid, line, simulation, streams, furnisher, workerSide);
        workers.put(plan.name(), worker);
        if (journal != null) {
            worker.keepReports();
        }
        if (down) {
            worker.disconnected();
        }
        if (before == null) {
            byLine.add(worker);
        } else {
            byLine.set(line, worker);
            before.replaced();
        }
        return worker;
    }

    /// The names of the workers whose processes run.
    public List<String> alive() {
        return workers.values().stream()
                .filter(worker -> !worker.isDead())
                .map(worker -> worker.plan().name())
                .toList();
    }

    /// Whether the dispatcher was told or found that this worker is gone: its name is free.
    public boolean isGone(String name) {
        return find(name).map(worker -> worker.isDead() || sentAway.contains(worker)).orElse(true);
    }

    /// Kills a worker's process; whoever watches it reports these last words.
    public void kill(String name, String lastWords) {
        find(name).ifPresent(worker -> worker.process().die(lastWords));
    }

    /// Ends a worker so that nobody is told.
    public void vanish(String name) {
        find(name).ifPresent(worker -> worker.process().vanish());
    }

    /// Breaks the stream of a worker for a while. When it comes back and is not known any more, its
    /// process ends.
    public void breakStream(String name, long durationNanos) {
        find(name)
                .ifPresent(worker -> {
                    worker.up().cut();
                    worker.down().cut();
                    feed(new Input.WorkerUnreachable(name, "connection reset"));
                    simulation.after(durationNanos, () -> comeBack(worker));
                });
    }

    /// The coordinator waits no longer for a worker whose stream broke.
    ///
    /// @param why what is said of it
    public void giveUp(String name, String why) {
        find(name)
                .ifPresent(worker -> {
                    sentAway.add(worker);
                    feed(new Input.WorkerGone(name, Optional.of(why)));
                });
    }

    private void comeBack(SimulatedWorker worker) {
        if (down || worker.isDead() || worker.isReplaced()) {
            return;
        }
        if (sentAway.contains(worker)) {
            worker.process().vanish();
        } else if (!worker.isDisconnected()) {
            worker.reconnected();
        } else if (awaited.remove(worker)) {
            worker.returnToNextCoordinator(repaired);
        } else if (worker.hadLeases()) {
            // Nobody waits for what it has.
            worker.process().vanish();
        } else {
            worker.joinNextCoordinator(repaired);
        }
    }

    /// Lets a worker stand still for a while.
    public void pause(String name, long durationNanos) {
        long until = Math.addExact(simulation.now(), durationNanos);
        find(name).ifPresent(worker -> worker.process().standStillUntil(until));
    }

    /// From now on every link is a stream.
    public void repairLinks() {
        repaired = true;
        for (SimulatedWorker worker : workers.values()) {
            worker.up().repair();
            worker.down().repair();
        }
    }

    /// The most leases that this worker ever held at once.
    public int mostHeld(String name) {
        return find(name).map(SimulatedWorker::mostHeld).orElse(0);
    }

    /// The most leases that this worker is willing to hold at once.
    public int capacity(String name) {
        return find(name).map(worker -> worker.plan().capacity()).orElse(0);
    }

    /// How many permits of a shared resource the jobs of living workers hold.
    public int permitsHeld(String resource) {
        int held = 0;
        for (SimulatedWorker worker : workers.values()) {
            held += worker.isDead() ? 0 : worker.permitsHeld(resource);
        }
        return held;
    }

    private Optional<SimulatedWorker> find(String name) {
        return Optional.ofNullable(workers.get(name));
    }

    private void carryOut(Command command) {
        switch (command) {
            case Command.Assign assign -> byLine.get(assign.line()).tell(assign);
            case Command.CancelJobs(String name, _, _) -> tell(name, command);
            case Command.Drain(String name, _) -> tell(name, command);
            case Command.GrantResource(String name, _) -> tell(name, command);
            case Command.RefuseResource(String name, _, _) -> tell(name, command);
            case Command.Disconnect(String name, _) -> sendAway(name, command);
            case Command.RefuseWorker(String name, _) -> sendAway(name, command);
            case Command.WakeAt(long at) -> wakeAt(at);
            // These concern the submitter and those who watch: the witness sees them.
            case Command.Deliver _,
                    Command.DeliverOutcome _,
                    Command.Drop _,
                    Command.ForgetLease _,
                    Command.RefuseBatch _,
                    Command.FinishBatch _,
                    Command.Announce _ -> {}
        }
    }

    private void tell(String name, Command command) {
        SimulatedWorker worker = workers.get(name);
        if (worker != null) {
            worker.tell(command);
        }
    }

    private void sendAway(String name, Command command) {
        find(name)
                .ifPresent(worker -> {
                    sentAway.add(worker);
                    worker.tellSafely(command);
                    whenSentAway.accept(name);
                });
    }

    private void wakeAt(long at) {
        if (timeless) {
            return;
        }
        long call = ++ringing;
        long late = tickLateNanos == 0 ? 0 : streams.stream("ticks").nextLong(tickLateNanos + 1);
        simulation.at(
                Math.max(at, simulation.now()) + late,
                () -> {
                    if (call == ringing) {
                        feed(new Input.Tick());
                    }
                });
    }

    /// What workers can do to the coordinator.
    private final class WorkerSide implements SimulatedWorker.Coordinator {

        @Override
        public void hear(SimulatedWorker worker, Input input) {
            boolean namesLease =
                    input instanceof Input.ResultsReceived || input instanceof Input.LeaseReturned;
            if (namesLease || isCurrent(worker)) {
                feed(input);
            }
        }

        @Override
        public void died(SimulatedWorker worker, String lastWords) {
            gone(worker, Optional.of(lastWords));
        }

        @Override
        public void left(SimulatedWorker worker) {
            gone(worker, Optional.empty());
        }

        private void gone(SimulatedWorker worker, Optional<String> lastWords) {
            Input input = new Input.WorkerGone(worker.plan().name(), lastWords);
            if (watchesProcesses) {
                worker.up().cut();
                simulation.after(
                        0,
                        () -> {
                            if (isCurrent(worker)) {
                                feed(input);
                            }
                        });
                return;
            }
            worker.up()
                    .sendSafely(() -> {
                        if (isCurrent(worker)) {
                            feed(input);
                        }
                    });
        }

        private boolean isCurrent(SimulatedWorker worker) {
            return !worker.isReplaced();
        }
    }
}
