package dev.manykitchens.core.resource;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// The permits of one resource, who holds them, and the requests that wait for them, oldest first.
/// Thread-safe; futures are completed outside the lock.
final class PermitCounter {

    private final String name;
    private final int permits;
    private final int mostWaiting;
    private final UsageListener listener;
    private final LongSupplier nanoClock;

    private final WaitGraph graph;

    // Guarded by the graph's lock.
    private final LinkedHashSet<Request> queue = new LinkedHashSet<>();
    private final LinkedHashSet<Request> holding = new LinkedHashSet<>();

    PermitCounter(
            String name,
            int permits,
            int mostWaiting,
            UsageListener listener,
            WaitGraph graph,
            LongSupplier nanoClock) {
        this.name = name;
        this.permits = permits;
        this.mostWaiting = mostWaiting;
        this.listener = listener;
        this.graph = graph;
        this.nanoClock = nanoClock;
    }

    CompletableFuture<ResourcePermit> request(PermitUser user) {
        Request request = new Request(user, nanoClock.getAsLong());
        Optional<String> refusal;
        graph.lock.lock();
        try {
            if (holding.size() == permits) {
                refusal = enqueue(request);
                if (refusal.isEmpty()) {
                    return request;
                }
            } else {
                refusal = Optional.empty();
                hold(request);
            }
        } finally {
            graph.lock.unlock();
        }
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(new ResourceRefusedException(refusal.get()));
        }
        request.grant();
        return request;
    }

    /// Lets a request wait; why it must not, when it must not.
    private Optional<String> enqueue(Request request) {
        if (queue.size() >= mostWaiting) {
            return Optional.of(
                    "at most "
                            + mostWaiting
                            + " requests may wait for the resource "
                            + name
                            + "; give it more permits or run fewer jobs at once");
        }
        request.user.waitFor(this);
        Optional<String> circle = graph.circleOf(request.user);
        if (circle.isPresent()) {
            request.user.waitFor(null);
        } else {
            queue.addLast(request);
        }
        return circle;
    }

    private void hold(Request request) {
        holding.add(request);
        request.user.holds(1);
    }

    /// Who holds its permits. Under the graph's lock.
    Stream<PermitUser> holders() {
        return holding.stream().map(request -> request.user);
    }

    int waiting() {
        graph.lock.lock();
        try {
            return queue.size();
        } finally {
            graph.lock.unlock();
        }
    }

    private void withdraw(Request request) {
        graph.lock.lock();
        try {
            if (queue.remove(request)) {
                request.user.waitFor(null);
            }
        } finally {
            graph.lock.unlock();
        }
    }

    /// Takes a permit back and lets the oldest request have it; null when none waits.
    private @Nullable Request next(Request last) {
        graph.lock.lock();
        try {
            holding.remove(last);
            last.user.holds(-1);
            if (queue.isEmpty()) {
                return null;
            }
            Request next = queue.removeFirst();
            next.user.waitFor(null);
            hold(next);
            return next;
        } finally {
            graph.lock.unlock();
        }
    }

    /// Gives a permit that came back to the oldest request that still wants it.
    private void passOn(Request last) {
        Request next = next(last);
        while (next != null && !next.grant()) {
            next = next(next);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private final class Request extends CompletableFuture<ResourcePermit> {

        private final PermitUser user;
        private final long askedAt;

        Request(PermitUser user, long askedAt) {
            this.user = user;
            this.askedAt = askedAt;
        }

        boolean grant() {
            long now = nanoClock.getAsLong();
            return complete(new Permit(this, now - askedAt, now));
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            withdraw(this);
            return super.cancel(mayInterruptIfRunning);
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }

    private final class Permit implements ResourcePermit {

        private final Request request;
        private final long waitNanos;
        private final long grantedAt;
        private final AtomicBoolean released = new AtomicBoolean();

        Permit(Request request, long waitNanos, long grantedAt) {
            this.request = request;
            this.waitNanos = waitNanos;
            this.grantedAt = grantedAt;
        }

        @Override
        public void release() {
            if (!released.compareAndSet(false, true)) {
                throw new IllegalStateException(
                        "a permit must be released once, was released twice: " + name);
            }
            long heldNanos = nanoClock.getAsLong() - grantedAt;
            passOn(request);
            listener.used(name, waitNanos, heldNanos, permits);
        }
    }
}
