package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.resource.LocalResources;
import dev.manykitchens.core.resource.ResourceRefusedException;
import dev.manykitchens.simulator.Simulation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The permits of one resource and the requests that wait for them, oldest first; a permit that
/// comes back goes straight to the oldest.
final class SimulatedResource {

    private final Simulation simulation;
    private final String name;
    private final int permits;
    private final EventSink events;
    private final Deque<Request> queue = new ArrayDeque<>();
    private int free;
    private long uses;
    private long waitNanos;
    private long heldNanos;

    /// Those that hold a permit: a ring through this one, which is none.
    private final Request holders;

    /// Who asks for permits.
    interface Owner {
        /// For people: which job it is.
        @Override
        String toString();

        /// The resource that it waits for now; empty when it waits for none.
        Optional<SimulatedResource> waitsFor();
    }

    /// A request, and later the permit that it was granted.
    final class Request {
        private final Runnable granted;
        private final @Nullable Owner owner;
        private final long askedAt;
        private long grantedAt;
        private Request before = this;
        private Request after = this;

        private Request() {
            this.granted = () -> {};
            this.owner = null;
            this.askedAt = 0;
        }

        private Request(Owner owner, Runnable granted) {
            this.owner = owner;
            this.granted = granted;
            this.askedAt = simulation.now();
        }

        private void grant() {
            grantedAt = simulation.now();
            before = holders.before;
            after = holders;
            before.after = this;
            holders.before = this;
        }

        /// Gives the permit back.
        void release() {
            long now = simulation.now();
            before.after = after;
            after.before = before;
            uses++;
            waitNanos += grantedAt - askedAt;
            heldNanos += now - grantedAt;
            Request next = queue.pollFirst();
            if (next == null) {
                free++;
            } else {
                next.grant();
                simulation.after(0, next.granted);
            }
            events.accept(
                    new RunEvent.ResourceUsed(
                            now, name, grantedAt - askedAt, now - grantedAt, permits));
        }
    }

    SimulatedResource(Simulation simulation, String name, int permits, EventSink events) {
        this.simulation = simulation;
        this.name = name;
        this.permits = permits;
        this.events = events;
        this.free = permits;
        this.holders = new Request();
    }

    /// Asks for one permit. It was there when [#isGranted] says so; otherwise `granted` runs when
    /// it is.
    ///
    /// @throws ResourceRefusedException when too many wait
    Request request(Owner owner, Runnable granted) {
        Request request = new Request(owner, granted);
        if (free > 0) {
            free--;
            request.grant();
        } else if (queue.size() < LocalResources.MOST_WAITING) {
            queue.addLast(request);
        } else {
            throw new ResourceRefusedException(
                    "at most "
                            + LocalResources.MOST_WAITING
                            + " requests may wait for the resource "
                            + name
                            + "; give it more permits or run fewer jobs at once");
        }
        return request;
    }

    /// Whether a request that was made just now need not wait.
    boolean isGranted(Request request) {
        return queue.isEmpty() || !queue.getLast().equals(request);
    }

    /// What was used of it until now, by those who gave their permit back.
    ResourceUsage usage() {
        return new ResourceUsage(permits, uses, waitNanos, heldNanos);
    }

    /// Whether somebody waits for a permit.
    boolean isAwaited() {
        return !queue.isEmpty();
    }

    /// How many wait for one.
    int waiting() {
        return queue.size();
    }

    /// Those that hold a permit, the first of them first.
    List<Owner> owners() {
        List<Owner> owners = new ArrayList<>();
        for (Request held = holders.after; held.owner != null; held = held.after) {
            owners.add(held.owner);
        }
        return owners;
    }

    @Override
    public String toString() {
        return name;
    }
}
