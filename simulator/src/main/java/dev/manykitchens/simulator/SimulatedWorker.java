package dev.manykitchens.simulator;

import dev.manykitchens.core.collection.Chain;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.random.RandomStreams;

import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A worker in virtual time: takes leases, has their jobs run on its threads, reports, beats its
/// heart. It keeps the worker's side of the contract as a real one does, and repeats with each
/// heartbeat what may have been lost.
final class SimulatedWorker {

    /// Where all simulated workers are.
    static final String HOST = "simulated";

    /// Where a worker's messages go, and who is told when its process ends.
    interface Coordinator {
        void hear(SimulatedWorker worker, Input input);

        void died(SimulatedWorker worker, String lastWords);

        void left(SimulatedWorker worker);
    }

    /// Of a worker at which none has waited. Nothing is added.
    private static final Deque<HeldLease> NONE = new ArrayDeque<>(0);

    private final WorkerPlan plan;
    private final int line;

    // Of the plan, for every job.
    private final String name;
    private final int threads;
    private final boolean hearsOnce;
    private final SimulatedProcess process;
    private final Workplace workplace;
    private final PermitRequests permits;
    private final UniformRandomProvider random;
    private final Coordinator coordinator;
    private final Supplier<Link> lines;
    private Link up;
    private Link down;

    /// What it is told to stop, it looks for from the front: that happens rarely.
    private final Chain<HeldLease> held = new Chain<>();

    private Deque<HeldLease> waiting = NONE;

    /// Leases that came, where one may come twice.
    private final Set<Long> seen = new HashSet<>();

    /// Leases whose arguments are on a line that they take for a while: whoever hears their parts
    /// knows that they are not lost.
    private final Set<Long> coming = new LinkedHashSet<>();

    /// Leases whose results are.
    private final Set<Long> going = new LinkedHashSet<>();

    private final HeldLease.Holder holder = this::ended;

    /// What it reported and nobody acknowledged, oldest first; kept where somebody does.
    private final List<Input.ResultsReceived> unacknowledged = new ArrayList<>();

    private boolean keepsReports;
    private boolean disconnected;

    /// How many leases have come.
    private long received;

    private int busy;
    private int mostHeld;
    private long credits;
    private boolean draining;
    private boolean starting;
    private boolean replaced;

    SimulatedWorker(
            WorkerPlan plan,
            long pid,
            int line,
            Simulation simulation,
            RandomStreams streams,
            Workplace.Furnisher furnisher,
            Coordinator coordinator) {
        this.plan = plan;
        this.line = line;
        name = plan.name();
        threads = plan.threads();
        hearsOnce = plan.link().faults().isStream();
        this.coordinator = coordinator;
        random = streams.stream("worker");
        lines = () -> Link.of(plan.link(), simulation, streams);
        up = lines.get();
        down = lines.get();
        credits = plan.capacity();
        process = new SimulatedProcess(simulation, pid);
        process.whenDead(this::dead);
        permits = new PermitRequests(plan.name(), this::send, this::sendSafely);
        workplace = furnisher.furnish(plan, process, permits);
    }

    WorkerPlan plan() {
        return plan;
    }

    /// The coordinator's number for the way to it.
    int line() {
        return line;
    }

    SimulatedProcess process() {
        return process;
    }

    /// Another one has its name now.
    void replaced() {
        replaced = true;
    }

    /// Whether another one has its name now.
    boolean isReplaced() {
        return replaced;
    }

    boolean isDead() {
        return process.isDead();
    }

    /// The most leases that it ever held at once.
    int mostHeld() {
        return mostHeld;
    }

    /// How many permits of a shared resource its jobs hold.
    int permitsHeld(String resource) {
        return permits.held(resource);
    }

    /// The way to this worker.
    Link down() {
        return down;
    }

    /// The way from this worker.
    Link up() {
        return up;
    }

    /// Says hello.
    void join() {
        Input hello = hello();
        up.sendSafely(() -> coordinator.hear(this, hello));
        offerCredits();
        beginBeating();
    }

    /// Is there from the beginning: nothing was on its way.
    void beThere() {
        coordinator.hear(this, hello());
        coordinator.hear(this, credits());
        beginBeating();
    }

    private Input hello() {
        return new Input.WorkerJoined(
                plan.name(), HOST, process.pid(), plan.threads(), plan.recipes(), line);
    }

    private void beginBeating() {
        if (plan.beats()) {
            process.after(plan.heartbeatNanos(), this::beat);
        }
    }

    private void dead(Optional<String> lastWords) {
        lastWords.ifPresent(words -> coordinator.died(this, words));
    }

    /// Its stream stands again: it repeats what may have been lost, offers what it can take, and
    /// asks again for what it waits for.
    void reconnected() {
        coming.clear();
        up.mendAndRepeat();
        down.mend();
        process.act(() -> {
            offerCredits();
            sayAlive();
            permits.askAgain();
        });
    }

    /// Its coordinator is no more: nothing that is on its way arrives.
    void disconnected() {
        up.cut();
        down.cut();
        disconnected = true;
    }

    /// Whether its coordinator is no more, and it has not come to the next one.
    boolean isDisconnected() {
        return disconnected;
    }

    /// Whether it was ever given a lease.
    boolean hadLeases() {
        return received > 0;
    }

    /// From now on it keeps each report until that is acknowledged.
    void keepReports() {
        keepsReports = true;
    }

    /// The coordinator has taken this report, and will not forget it.
    void acknowledged(Input.ResultsReceived report) {
        if (unacknowledged.remove(report)) {
            process.act(this::leaveIfDone);
        }
    }

    private void connect(boolean repaired) {
        disconnected = false;
        up = lines.get();
        down = lines.get();
        if (repaired) {
            up.repair();
            down.repair();
        }
        coming.clear();
        going.clear();
    }

    /// Comes to a coordinator that waits for it: repeats the reports that nobody acknowledged, says
    /// what it has, and goes on.
    void returnToNextCoordinator(boolean repaired) {
        connect(repaired);
        process.act(() -> {
            for (Input.ResultsReceived report : unacknowledged) {
                sendSafely(report);
            }
            sendSafely(
                    new Input.WorkerReturned(
                            name,
                            received,
                            held.stream().map(HeldLease::number).toList(),
                            permits.holds()));
            sendSafely(credits());
            permits.askAgain();
            leaveIfDone();
        });
    }

    /// Comes to a coordinator that does not know it.
    void joinNextCoordinator(boolean repaired) {
        connect(repaired);
        process.act(() -> {
            sendSafely(hello());
            sendSafely(credits());
        });
    }

    /// Sends this worker a command of the coordinator.
    void tell(Command command) {
        if (command instanceof Command.Assign assign) {
            long bytes = workplace.argumentBytes(assign);
            if (bytes == 0) {
                down.send(() -> receive(command));
                return;
            }
            coming.add(assign.lease());
            down.send(
                    bytes,
                    () -> {
                        coming.remove(assign.lease());
                        receive(command);
                    });
        } else {
            down.send(() -> receive(command));
        }
    }

    /// Sends this worker a command that arrives once.
    void tellSafely(Command command) {
        down.sendSafely(() -> receive(command));
    }

    private void receive(Command command) {
        if (process.isRunning()) {
            obey(command);
        } else {
            Link its = down;
            process.act(() -> {
                // What came on a stream that has broken since is not read any more.
                if (its.equals(down)) {
                    obey(command);
                }
            });
        }
    }

    private void obey(Command command) {
        switch (command) {
            case Command.Assign assignment -> take(assignment);
            case Command.CancelJobs(_, long lease, List<Integer> unwanted) -> {
                HeldLease known = heldAs(lease);
                if (known != null) {
                    cancel(known, unwanted);
                }
            }
            case Command.Drain _ -> drain();
            case Command.GrantResource(_, long ticket) -> permits.granted(ticket);
            case Command.RefuseResource(_, long ticket, String reason) ->
                    permits.refused(ticket, reason);
            case Command.Disconnect _, Command.RefuseWorker _ -> process.vanish();
            case Command.Deliver _,
                    Command.DeliverOutcome _,
                    Command.Drop _,
                    Command.ForgetLease _,
                    Command.RefuseBatch _,
                    Command.FinishBatch _,
                    Command.WakeAt _,
                    Command.Announce _ ->
                    throw new IllegalArgumentException("a worker never hears " + command);
        }
    }

    private @Nullable HeldLease heldAs(long number) {
        for (HeldLease lease : held) {
            if (lease.number() == number) {
                return lease;
            }
        }
        return null;
    }

    private void take(Command.Assign assignment) {
        if (!hearsOnce && !seen.add(assignment.lease())) {
            return;
        }
        received++;
        if (draining) {
            send(new Input.LeaseReturned(plan.name(), assignment.lease()));
            return;
        }
        HeldLease lease = new HeldLease(assignment, workplace, holder);
        held.putLast(lease.place());
        mostHeld = Math.max(mostHeld, held.size());
        if (busy < threads && !starting) {
            start(lease);
        } else {
            keepWaiting(lease);
        }
    }

    private void start(HeldLease lease) {
        busy++;
        goOn(lease);
    }

    @SuppressWarnings("ReferenceEquality") // It is about this very queue.
    private void keepWaiting(HeldLease lease) {
        if (waiting == NONE) {
            waiting = new ArrayDeque<>();
        }
        waiting.add(lease);
    }

    private void startNext() {
        if (starting) {
            return;
        }
        starting = true;
        while (busy < threads && !waiting.isEmpty()) {
            start(waiting.removeFirst());
        }
        starting = false;
        leaveIfDone();
    }

    /// One that drains leaves when it has nothing any more, nor anything that nobody has heard.
    private void leaveIfDone() {
        boolean heard = !disconnected && (!hearsOnce || unacknowledged.isEmpty());
        if (draining && held.isEmpty() && heard && !isDead()) {
            process.vanish();
            coordinator.left(this);
        }
    }

    /// Runs jobs of a lease as long as they end at once; goes on when one ends later.
    private void goOn(HeldLease lease) {
        if (lease.isStepping()) {
            return;
        }
        lease.stepping(true);
        while (!lease.isDone()) {
            int job = lease.next();
            if (lease.isUnwanted(job)) {
                lease.moveOn(Outcome.CANCELLED, 0);
                continue;
            }
            lease.work().begin(job);
            if (lease.next() == job) {
                lease.stepping(false);
                return;
            }
        }
        lease.stepping(false);
        finish(lease);
    }

    private void ended(HeldLease lease, @Nullable Outcome failure, long tookNanos) {
        lease.moveOn(failure, tookNanos);
        if (!lease.isDone()
                && plan.partialReports() > 0
                && random.nextDouble() < plan.partialReports()) {
            report(lease);
        }
        goOn(lease);
    }

    private void finish(HeldLease lease) {
        boolean _ = held.leave(lease.place());
        busy--;
        credits++;
        if (lease.unreported() > 0) {
            report(lease);
        }
        offerCredits();
        startNext();
    }

    private void cancel(HeldLease lease, List<Integer> unwanted) {
        lease.cancel(unwanted);
        boolean running = !waiting.contains(lease);
        if (running && !lease.isDone() && lease.isUnwanted(lease.next())) {
            lease.work().stop();
            ended(lease, Outcome.CANCELLED, 0);
        }
    }

    private void drain() {
        draining = true;
        for (HeldLease lease : new ArrayList<>(waiting)) {
            boolean _ = held.leave(lease.place());
            send(new Input.LeaseReturned(plan.name(), lease.number()));
        }
        waiting.clear();
        startNext();
    }

    private void beat() {
        sayAlive();
        if (!hearsOnce) {
            offerCredits();
            permits.askAgain();
        }
        process.after(plan.heartbeatNanos(), this::beat);
    }

    private void sayAlive() {
        List<Long> leases = new ArrayList<>(held.size());
        held.forEach(lease -> leases.add(lease.number()));
        leases.addAll(coming);
        leases.addAll(going);
        Input alive = new Input.HeartbeatReceived(plan.name(), leases);
        if (plan.link().bytesPerSecond().isPresent()) {
            up.sendAside(() -> coordinator.hear(this, alive));
        } else {
            send(alive);
        }
    }

    private void report(HeldLease lease) {
        long bytes =
                workplace.resultBytes(
                        lease.assignment(), lease.firstUnreported(), lease.unreported());
        Input.ResultsReceived report = lease.report(name);
        if (keepsReports) {
            unacknowledged.add(report);
        }
        if (bytes == 0) {
            send(report);
            return;
        }
        long number = lease.number();
        going.add(number);
        up.send(
                bytes,
                () -> {
                    going.remove(number);
                    coordinator.hear(this, report);
                });
    }

    private void offerCredits() {
        send(credits());
    }

    private Input credits() {
        return new Input.CreditsOffered(name, credits);
    }

    private void send(Input input) {
        up.send(() -> coordinator.hear(this, input));
    }

    private void sendSafely(Input input) {
        up.sendSafely(() -> coordinator.hear(this, input));
    }

    @Override
    public String toString() {
        return plan.name()
                + " "
                + held.stream().map(HeldLease::number).toList()
                + (draining ? " draining" : "")
                + (isDead() ? " dead" : "");
    }
}
