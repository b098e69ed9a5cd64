package dev.manykitchens.worker;

import dev.manykitchens.core.resource.LocalResources;
import dev.manykitchens.core.resource.PermitUser;
import dev.manykitchens.core.resource.ResourceDesk;
import dev.manykitchens.core.resource.ResourcePermit;
import dev.manykitchens.core.resource.ResourceRefusedException;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.resource.UsageListener;
import dev.manykitchens.core.resource.WaitGraph;
import dev.manykitchens.worker.link.Holdings;
import dev.manykitchens.worker.link.KeyedResource;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The permits that jobs of this worker may have: those of this process are here, those that all
/// workers share come from the coordinator. Thread-safe.
///
/// ```
/// BatchDesk: name → key ──▶ kitchen scope ──▶ LocalResources, one a key
///                       └─▶ shared scope ──ticket──▶ coordinator ──granted, refused──▶ the future completes
/// ```
///
/// Batches that give the same key share its permits; the first of them says how many there are. A
/// key is forgotten when nobody here uses it any more.
///
/// A ticket is known here from the request until its permit is given back. A grant for a ticket
/// that is not known any more is given back at once; a second grant is the answer to a ticket that
/// was asked for again on a new stream.
final class ResourceRouter {

    private final Holder holder;
    private final UsageListener listener;
    private final Map<Long, SharedRequest> tickets = new ConcurrentHashMap<>();
    private final AtomicLong lastTicket = new AtomicLong();

    /// Who waits for whom at those of this process.
    private final WaitGraph graph = new WaitGraph();

    /// Those of this process, by key. Guarded by itself.
    private final Map<String, Kitchen> kitchens = new HashMap<>();

    /// Who holds the permits of shared resources.
    interface Holder {

        /// Asks for a permit.
        ///
        /// @param user the number of whoever asks; see [PermitUser#number]
        /// @param job its position in its batch
        void ask(long ticket, String key, long user, int job);

        /// Gives one back, or asks no more.
        void giveBack(long ticket);
    }

    private static final class Kitchen {

        private final ResourceDesk desk;
        private int users;

        Kitchen(ResourceDesk desk) {
            this.desk = desk;
        }
    }

    /// @param listener hears of every use, with the resource's key
    ResourceRouter(Holder holder, UsageListener listener) {
        this.holder = holder;
        this.listener = listener;
    }

    /// A desk for jobs that know these resources by these names. It is in use until it is released.
    BatchDesk open(Map<String, KeyedResource> named) {
        Map<String, ResourceDesk> used = new HashMap<>();
        synchronized (kitchens) {
            for (KeyedResource resource : named.values()) {
                if (resource.spec().scope() == ResourceSpec.Scope.KITCHEN) {
                    used.computeIfAbsent(resource.key(), key -> use(key, resource.spec()));
                }
            }
        }
        return new BatchDesk(this, named, used);
    }

    private ResourceDesk use(String key, ResourceSpec spec) {
        Kitchen kitchen =
                kitchens.computeIfAbsent(
                        key,
                        _ -> new Kitchen(new LocalResources(Map.of(key, spec), listener, graph)));
        kitchen.users++;
        return kitchen.desk;
    }

    /// A desk with these keys is not in use any more.
    void forget(Collection<String> keys) {
        synchronized (kitchens) {
            for (String key : keys) {
                kitchens.computeIfPresent(
                        key, (_, kitchen) -> --kitchen.users == 0 ? null : kitchen);
            }
        }
    }

    /// How many resources of kitchen scope are kept.
    int kept() {
        synchronized (kitchens) {
            return kitchens.size();
        }
    }

    /// Asks the coordinator for a permit.
    CompletableFuture<ResourcePermit> ask(String key, int permits, PermitUser user) {
        SharedRequest request = new SharedRequest(lastTicket.incrementAndGet(), key, permits, user);
        tickets.put(request.ticket, request);
        request.ask();
        return request;
    }

    /// The permits of the coordinator that jobs here hold.
    List<Holdings.HeldPermit> held() {
        return tickets.values().stream()
                .filter(SharedRequest::isGranted)
                .map(SharedRequest::asHeld)
                .toList();
    }

    /// Asks again for everything that was asked for and not given back, on a new stream.
    void askAgain() {
        tickets.values().forEach(SharedRequest::ask);
    }

    /// Forgets all tickets: the coordinator has, too.
    void forgetTickets() {
        tickets.clear();
    }

    /// The coordinator granted a permit.
    void granted(long ticket) {
        SharedRequest request = tickets.get(ticket);
        if (request == null) {
            holder.giveBack(ticket);
        } else {
            // False when it has the permit already, or is just being taken back: then whoever takes
            // it back says so.
            boolean _ = request.grant();
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
        private final String key;
        private final int permits;
        private final long user;
        private final int job;
        private final long askedNanos = System.nanoTime();

        SharedRequest(long ticket, String key, int permits, PermitUser user) {
            this.ticket = ticket;
            this.key = key;
            this.permits = permits;
            this.user = user.number();
            this.job = user.job();
        }

        void ask() {
            holder.ask(ticket, key, user, job);
        }

        /// Whether it has its permit.
        boolean isGranted() {
            return state() == State.SUCCESS;
        }

        Holdings.HeldPermit asHeld() {
            return new Holdings.HeldPermit(ticket, key, user, job);
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
                        "a permit must be released once, was released twice: " + request.key);
            }
            long heldNanos = System.nanoTime() - grantedNanos;
            if (tickets.remove(request.ticket, request)) {
                holder.giveBack(request.ticket);
            }
            listener.used(
                    request.key, grantedNanos - request.askedNanos, heldNanos, request.permits);
        }
    }
}
