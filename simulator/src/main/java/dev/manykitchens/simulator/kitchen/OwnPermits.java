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

/// The permits of one resource in the process that asks for them, and the requests that wait for
/// them, oldest first; a permit that comes back goes straight to the oldest.
final class OwnPermits implements SimulatedResource, NamedPermits {

    private final Simulation simulation;
    private final String name;
    private final int permits;
    private final EventSink events;
    private final Deque<Asked> queue = new ArrayDeque<>();
    private int free;
    private long uses;
    private long waitNanos;
    private long heldNanos;

    /// Those that hold a permit: a ring through this one, which is none.
    private final Asked holders;

    /// A request, and later the permit that it was granted.
    private final class Asked implements Request {
        private final Runnable granted;
        private final @Nullable Owner owner;
        private final long askedAt;
        private long grantedAt;
        private Asked before = this;
        private Asked after = this;

        private Asked() {
            this.granted = () -> {};
            this.owner = null;
            this.askedAt = 0;
        }

        private Asked(Owner owner, Runnable granted) {
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

        @Override
        public void release() {
            long now = simulation.now();
            before.after = after;
            after.before = before;
            uses++;
            waitNanos += grantedAt - askedAt;
            heldNanos += now - grantedAt;
            Asked next = queue.pollFirst();
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

    OwnPermits(Simulation simulation, String name, int permits, EventSink events) {
        this.simulation = simulation;
        this.name = name;
        this.permits = permits;
        this.events = events;
        this.free = permits;
        this.holders = new Asked();
    }

    @Override
    public Request request(Owner owner, Runnable granted) {
        Asked request = new Asked(owner, granted);
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

    @Override
    public boolean isGranted(Request request) {
        return queue.isEmpty() || !queue.getLast().equals(request);
    }

    @Override
    public NamedPermits permits() {
        return this;
    }

    @Override
    public ResourceUsage usage() {
        return new ResourceUsage(permits, uses, waitNanos, heldNanos);
    }

    @Override
    public int waiting() {
        return queue.size();
    }

    @Override
    public List<Owner> owners() {
        List<Owner> owners = new ArrayList<>();
        for (Asked held = holders.after; held.owner != null; held = held.after) {
            owners.add(held.owner);
        }
        return owners;
    }

    @Override
    public String toString() {
        return name;
    }
}
