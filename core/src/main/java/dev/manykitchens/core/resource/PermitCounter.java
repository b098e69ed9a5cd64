package dev.manykitchens.core.resource;

import dev.manykitchens.core.lock.BriefLock;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/// The permits of one resource and the requests that wait for them, oldest first. Thread-safe;
/// futures are completed outside the lock.
final class PermitCounter {

    private final String name;
    private final int permits;
    private final int mostWaiting;
    private final UsageListener listener;
    private final LongSupplier nanoClock;

    private final BriefLock lock = new BriefLock();

    // Guarded by the lock.
    private final LinkedHashSet<Request> queue = new LinkedHashSet<>();
    private int free;

    PermitCounter(
            String name,
            int permits,
            int mostWaiting,
            UsageListener listener,
            LongSupplier nanoClock) {
        this.name = name;
        this.permits = permits;
        this.mostWaiting = mostWaiting;
        this.listener = listener;
        this.nanoClock = nanoClock;
        this.free = permits;
    }

    CompletableFuture<ResourcePermit> request() {
        Request request = new Request(nanoClock.getAsLong());
        lock.lock();
        try {
            if (free == 0) {
                return enqueue(request);
            }
            free--;
        } finally {
            lock.unlock();
        }
        request.grant();
        return request;
    }

    private CompletableFuture<ResourcePermit> enqueue(Request request) {
        if (queue.size() < mostWaiting) {
            queue.addLast(request);
            return request;
        }
        return CompletableFuture.failedFuture(
                new ResourceRefusedException(
                        "at most "
                                + mostWaiting
                                + " requests may wait for the resource "
                                + name
                                + "; give it more permits or run fewer jobs at once"));
    }

    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    private void withdraw(Request request) {
        lock.lock();
        try {
            queue.remove(request);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Request next() {
        lock.lock();
        try {
            if (queue.isEmpty()) {
                free++;
                return null;
            }
            return queue.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /// Gives a permit that came back to the oldest request that still wants it.
    private void passOn() {
        Request next = next();
        while (next != null && !next.grant()) {
            next = next();
        }
    }

    private final class Request extends CompletableFuture<ResourcePermit> {

        private final long askedAt;

        Request(long askedAt) {
            this.askedAt = askedAt;
        }

        boolean grant() {
            long now = nanoClock.getAsLong();
            return complete(new Permit(now - askedAt, now));
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

        private final long waitNanos;
        private final long grantedAt;
        private final AtomicBoolean released = new AtomicBoolean();

        Permit(long waitNanos, long grantedAt) {
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
            passOn();
            listener.used(name, waitNanos, heldNanos, permits);
        }
    }
}
