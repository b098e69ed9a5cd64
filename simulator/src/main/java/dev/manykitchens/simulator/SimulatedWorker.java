package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.random.RandomStreams;

import org.apache.commons.rng.UniformRandomProvider;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A worker in virtual time: takes leases, runs their jobs on its threads, reports, beats its
/// heart. It keeps the worker's side of the contract as a real one does, and repeats with each
/// heartbeat what may have been lost.
final class SimulatedWorker {

    private static final String HOST = "simulated";

    /// Where a worker's messages go, and who is told when its process ends.
    interface Coordinator {
        void hear(SimulatedWorker worker, Input input);

        void died(SimulatedWorker worker, String lastWords);

        void left(SimulatedWorker worker);
    }

    private final WorkerPlan plan;
    private final long pid;
    private final Simulation simulation;
    private final SimulatedJob.Jobs jobs;
    private final UniformRandomProvider random;
    private final Coordinator coordinator;
    private final Link up;
    private final Link down;

    private final Map<Long, HeldLease> held = new LinkedHashMap<>();
    private final Deque<HeldLease> waiting = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();
    private final Map<Long, Asking> asking = new LinkedHashMap<>();
    private final Set<Long> holding = new HashSet<>();
    private long lastTicket;
    private int busy;
    private int mostHeld;
    private long credits;
    private boolean draining;
    private boolean dead;
    private long pausedUntil;

    private record Asking(String resource, HeldLease lease, long turn, SimulatedJob job) {}

    SimulatedWorker(
            WorkerPlan plan,
            long pid,
            Simulation simulation,
            RandomStreams streams,
            SimulatedJob.Jobs jobs,
            Coordinator coordinator) {
        this.plan = plan;
        this.pid = pid;
        this.simulation = simulation;
        this.jobs = jobs;
        this.coordinator = coordinator;
        random = streams.stream("worker");
        up = new Link(simulation, streams.stream("links"), plan.latencyNanos(), plan.faults());
        down = new Link(simulation, streams.stream("links"), plan.latencyNanos(), plan.faults());
        credits = plan.capacity();
    }

    WorkerPlan plan() {
        return plan;
    }

    boolean isDead() {
        return dead;
    }

    /// The most leases that it ever held at once.
    int mostHeld() {
        return mostHeld;
    }

    /// The way to this worker.
    Link down() {
        return down;
    }

    /// The way from this worker.
    Link up() {
        return up;
    }

    void start() {
        Input hello =
                new Input.WorkerJoined(plan.name(), HOST, pid, plan.threads(), plan.recipes());
        up.sendSafely(() -> coordinator.hear(this, hello));
        offerCredits();
        simulation.after(plan.heartbeatNanos(), () -> act(this::beat));
    }

    /// Stands still, as after SIGSTOP: what is due meanwhile happens afterwards.
    void pauseUntil(long timeNanos) {
        pausedUntil = Math.max(pausedUntil, timeNanos);
    }

    /// Ends at once, with these last words to whoever watches the process.
    void die(String lastWords) {
        if (!dead) {
            dead = true;
            coordinator.died(this, lastWords);
        }
    }

    /// Ends at once and nobody is told, as when a host loses its power.
    void vanish() {
        dead = true;
    }

    /// Its stream stands again: it repeats what may have been lost, offers what it can take, and
    /// asks again for what it waits for.
    void reconnected() {
        up.mendAndRepeat();
        down.mend();
        act(() -> {
            offerCredits();
            sayAlive();
            askAgain();
        });
    }

    /// Takes a message of the coordinator.
    void receive(Command command) {
        act(() -> obey(command));
    }

    private void obey(Command command) {
        switch (command) {
            case Command.Assign assignment -> take(assignment);
            case Command.CancelJobs(_, long lease, List<Integer> unwanted) -> {
                HeldLease known = held.get(lease);
                if (known != null) {
                    cancel(known, unwanted);
                }
            }
            case Command.Drain _ -> drain();
            case Command.GrantResource(_, long ticket) -> granted(ticket);
            case Command.RefuseResource(_, long ticket, String reason) -> refused(ticket, reason);
            case Command.Disconnect _, Command.RefuseWorker _ -> dead = true;
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

    private void take(Command.Assign assignment) {
        if (!seen.add(assignment.lease())) {
            return;
        }
        if (draining) {
            send(new Input.LeaseReturned(plan.name(), assignment.lease()));
            return;
        }
        HeldLease lease = new HeldLease(assignment);
        held.put(assignment.lease(), lease);
        mostHeld = Math.max(mostHeld, held.size());
        waiting.add(lease);
        startNext();
    }

    private void startNext() {
        while (busy < plan.threads() && !waiting.isEmpty()) {
            busy++;
            runNext(waiting.removeFirst());
        }
        if (draining && held.isEmpty() && !dead) {
            dead = true;
            coordinator.left(this);
        }
    }

    private void runNext(HeldLease lease) {
        while (!lease.isDone()) {
            if (!lease.isUnwanted(lease.next())) {
                begin(lease);
                return;
            }
            lease.failed(new Input.JobFailure(lease.next(), Outcome.CANCELLED));
            lease.ended(0);
        }
        finish(lease);
    }

    private void begin(HeldLease lease) {
        SimulatedJob job = jobs.at(lease.assignment().batch(), lease.next());
        long turn = lease.turn();
        if (job.resource().isEmpty()) {
            work(lease, turn, job, 0);
            return;
        }
        long ticket = ++lastTicket;
        asking.put(ticket, new Asking(job.resource().get(), lease, turn, job));
        send(new Input.ResourceAsked(plan.name(), ticket, job.resource().get()));
    }

    private void granted(long ticket) {
        if (holding.contains(ticket)) {
            return;
        }
        Asking asked = asking.remove(ticket);
        if (asked == null || asked.lease().turn() != asked.turn()) {
            giveBack(ticket);
        } else {
            holding.add(ticket);
            work(asked.lease(), asked.turn(), asked.job(), ticket);
        }
    }

    private void refused(long ticket, String reason) {
        Asking asked = asking.remove(ticket);
        if (asked != null && asked.lease().turn() == asked.turn()) {
            fail(asked.lease(), reason);
            end(asked.lease(), 0);
        }
    }

    private void work(HeldLease lease, long turn, SimulatedJob job, long ticket) {
        later(
                job.serviceNanos(),
                () -> {
                    if (ticket != 0 && job.fate() != SimulatedJob.Fate.KILLS) {
                        giveBack(ticket);
                    }
                    if (lease.turn() == turn) {
                        endAs(lease, job);
                    }
                });
    }

    private void endAs(HeldLease lease, SimulatedJob job) {
        switch (job.fate()) {
            case SUCCEEDS -> end(lease, job.serviceNanos());
            case FAILS -> {
                fail(lease, "does not work");
                end(lease, job.serviceNanos());
            }
            case KILLS -> die("exit code 1");
        }
    }

    private void fail(HeldLease lease, String message) {
        Origin origin = new Origin(plan.name(), HOST, pid, lease.assignment().attempt());
        lease.failed(new Input.JobFailure(lease.next(), new Outcome.Failed(message, origin)));
    }

    private void end(HeldLease lease, long tookNanos) {
        lease.ended(tookNanos);
        if (!lease.isDone() && random.nextDouble() < plan.partialReports()) {
            send(lease.report(plan.name()));
        }
        runNext(lease);
    }

    private void finish(HeldLease lease) {
        if (lease.hasNews()) {
            send(lease.report(plan.name()));
        }
        held.remove(lease.assignment().lease());
        busy--;
        credits++;
        offerCredits();
        startNext();
    }

    private void cancel(HeldLease lease, List<Integer> unwanted) {
        lease.cancel(unwanted);
        boolean running = !waiting.contains(lease);
        if (running && !lease.isDone() && lease.isUnwanted(lease.next())) {
            // The job that runs is stopped; what it still does belongs to an earlier turn. The
            // permit that it holds or waits
            // for comes back when it would have ended, or as soon as it is granted.
            lease.failed(new Input.JobFailure(lease.next(), Outcome.CANCELLED));
            end(lease, 0);
        }
    }

    private void drain() {
        draining = true;
        for (HeldLease lease : new ArrayList<>(waiting)) {
            held.remove(lease.assignment().lease());
            send(new Input.LeaseReturned(plan.name(), lease.assignment().lease()));
        }
        waiting.clear();
        startNext();
    }

    private void beat() {
        sayAlive();
        if (!plan.faults().isStream()) {
            offerCredits();
            askAgain();
        }
        later(plan.heartbeatNanos(), this::beat);
    }

    private void sayAlive() {
        send(new Input.HeartbeatReceived(plan.name(), List.copyOf(held.keySet())));
    }

    private void askAgain() {
        asking.forEach((ticket, asked) ->
                send(new Input.ResourceAsked(plan.name(), ticket, asked.resource())));
    }

    private void offerCredits() {
        send(new Input.CreditsOffered(plan.name(), credits));
    }

    private void giveBack(long ticket) {
        holding.remove(ticket);
        Input input = new Input.ResourceReturned(plan.name(), ticket);
        up.sendSafely(() -> coordinator.hear(this, input));
    }

    private void send(Input input) {
        up.send(() -> coordinator.hear(this, input));
    }

    private void later(long delayNanos, Runnable action) {
        simulation.after(delayNanos, () -> act(action));
    }

    private void act(Runnable action) {
        if (dead) {
            return;
        }
        if (simulation.now() < pausedUntil) {
            simulation.at(pausedUntil, () -> act(action));
        } else {
            action.run();
        }
    }

    @Override
    public String toString() {
        return plan.name()
                + " "
                + held.keySet()
                + (draining ? " draining" : "")
                + (dead ? " dead" : "");
    }
}
