package dev.manykitchens.core.engine;

import dev.manykitchens.core.lock.BriefLock;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.LockSupport;

/// Lets one caller run at a time, which may come in again; of those that wait the one with the
/// highest priority is next, among equals the one that came first. Thread-safe.
final class CallerTurns {

    private final BriefLock lock = new BriefLock();

    // Guarded by the lock.
    private final ByPriority<Waiting> waiting = new ByPriority<>();
    private @Nullable Thread running;
    private int depth;

    private static final class Waiting {
        private final Thread thread = Thread.currentThread();
        private volatile boolean called;
    }

    /// Waits for its turn, whatever interrupts it meanwhile.
    void begin(int priority) {
        Waiting self = comeIn(priority);
        if (self == null) {
            return;
        }
        boolean interrupted = false;
        while (!self.called) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends what was begun last.
    void end() {
        Waiting next;
        lock.lock();
        try {
            depth--;
            if (depth > 0) {
                return;
            }
            next = waiting.pollFirst();
            running = next == null ? null : next.thread;
            depth = next == null ? 0 : 1;
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.called = true;
            LockSupport.unpark(next.thread);
        }
    }

    /// Null when it is its turn at once.
    private @Nullable Waiting comeIn(int priority) {
        lock.lock();
        try {
            if (running == null || running.equals(Thread.currentThread())) {
                running = Thread.currentThread();
                depth++;
                return null;
            }
            Waiting self = new Waiting();
            waiting.addLast(self, priority);
            return self;
        } finally {
            lock.unlock();
        }
    }
}
