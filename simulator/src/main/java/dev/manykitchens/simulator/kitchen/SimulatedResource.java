package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.resource.LocalResources;
import dev.manykitchens.core.resource.ResourceRefusedException;
import dev.manykitchens.simulator.Simulation;

import java.util.ArrayDeque;
import java.util.Deque;

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

    /// A request, and later the permit that it was granted.
    final class Request {
        private final Runnable granted;
        private final long askedAt = simulation.now();
        private long grantedAt;

        private Request(Runnable granted) {
            this.granted = granted;
        }

        private void grant() {
            grantedAt = simulation.now();
        }

        /// Gives the permit back.
        void release() {
            long now = simulation.now();
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
    }

    /// Asks for one permit. It was there when [#isGranted] says so; otherwise `granted` runs when
    /// it is.
    ///
    /// @throws ResourceRefusedException when too many wait
    Request request(Runnable granted) {
        Request request = new Request(granted);
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

    @Override
    public String toString() {
        return "%d wait for %s".formatted(queue.size(), name);
    }
}
