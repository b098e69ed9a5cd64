package dev.manykitchens.worker;

import dev.manykitchens.core.resource.LocalResources;
import dev.manykitchens.core.resource.ResourceDesk;
import dev.manykitchens.core.resource.ResourcePermit;
import dev.manykitchens.core.resource.ResourceRefusedException;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.resource.UsageListener;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Where the jobs of this worker ask for permits: those of this process come from here, those that
/// all workers share come from the coordinator. Thread-safe.
///
/// ```
/// request ──▶ kitchen scope ──▶ LocalResources
///         └─▶ shared scope ──ticket──▶ coordinator ──granted, refused──▶ the future completes
/// ```
///
/// A ticket is known here from the request until its permit is given back. A grant for a ticket
/// that is not known any more is given back at once.
final class ResourceRouter implements ResourceDesk {

    private final Map<String, ResourceSpec> resources;
    private final LocalResources local;
    private final Holder holder;
    private final UsageListener listener;
    private final Map<Long, SharedRequest> tickets = new ConcurrentHashMap<>();
    private final AtomicLong lastTicket = new AtomicLong();

    /// Who holds the permits of shared resources.
    interface Holder {

        /// Asks for a permit.
        void ask(long ticket, String resource);

        /// Gives one back, or asks no more.
        void giveBack(long ticket);
    }

    ResourceRouter(Map<String, ResourceSpec> resources, Holder holder, UsageListener listener) {
        this.resources = Map.copyOf(resources);
        this.local = new LocalResources(resources, listener);
        this.holder = holder;
        this.listener = listener;
    }

    @Override
    public CompletableFuture<ResourcePermit> request(String name) {
        ResourceSpec resource = resources.get(name);
        if (resource == null || resource.scope() == ResourceSpec.Scope.KITCHEN) {
            return local.request(name);
        }
        SharedRequest request =
                new SharedRequest(lastTicket.incrementAndGet(), name, resource.permits());
        tickets.put(request.ticket, request);
        holder.ask(request.ticket, name);
        return request;
    }

    /// The coordinator granted a permit.
    void granted(long ticket) {
        SharedRequest request = tickets.get(ticket);
        if (request == null || !request.grant()) {
            holder.giveBack(ticket);
        }
    }

    /// The coordinator will never grant it.
    void refused(long ticket, String reason) {
        SharedRequest request = tickets.remove(ticket);
        if (request != null) {
            request.completeExceptionally(new ResourceRefusedException(reason));
        }
    }

    private final class SharedRequest extends CompletableFuture<ResourcePermit> {

        private final long ticket;
        private final String name;
        private final int permits;
        private final long askedNanos = System.nanoTime();

        SharedRequest(long ticket, String name, int permits) {
            this.ticket = ticket;
            this.name = name;
            this.permits = permits;
        }

        /// Whether the request still wanted it.
        boolean grant() {
            return complete(new SharedPermit(this, System.nanoTime()));
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled && tickets.remove(ticket, this)) {
                holder.giveBack(ticket);
            }
            return cancelled;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }

    private final class SharedPermit implements ResourcePermit {

        private final SharedRequest request;
        private final long grantedNanos;
        private final AtomicBoolean released = new AtomicBoolean();

        SharedPermit(SharedRequest request, long grantedNanos) {
            this.request = request;
            this.grantedNanos = grantedNanos;
        }

        @Override
        public void release() {
            if (!released.compareAndSet(false, true)) {
                throw new IllegalStateException(
                        "a permit must be released once, was released twice: " + request.name);
            }
            tickets.remove(request.ticket);
            long heldNanos = System.nanoTime() - grantedNanos;
            holder.giveBack(request.ticket);
            listener.used(
                    request.name, grantedNanos - request.askedNanos, heldNanos, request.permits);
        }
    }
}
