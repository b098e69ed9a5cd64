package dev.manykitchens.core.engine;

import dev.manykitchens.core.lock.BriefLock;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The queue of an executor whose tasks may be urgent: those of the highest priority are taken
/// first, among equals first in, first out. Thread-safe.
///
/// An urgent task waits beside the queue, and a [#ticket] is queued in its place. Whoever takes
/// anything off the queue while something waits beside it changes it for the most urgent that does;
/// an ordinary task that was taken off then waits beside the queue too, before all that are still
/// in it. So as many are taken as came, and where nothing is urgent, that costs the reading of one
/// field.
final class TaskQueue extends LinkedBlockingQueue<Runnable> {

    private static final long serialVersionUID = 1L;

    private final transient BriefLock lock = new BriefLock();

    /// Guarded by the lock.
    private final transient ByPriority<Runnable> beside = new ByPriority<>();

    /// How many wait beside the queue; written under the lock.
    private volatile int waitingBeside;

    private final transient Runnable ticket = this::runFirst;

    /// What must be queued for each urgent task. It runs the most urgent one, should it come to run
    /// itself.
    Runnable ticket() {
        return ticket;
    }

    /// Takes in an urgent task, before its ticket is queued.
    ///
    /// @param priority above 0
    void putBeside(Runnable task, int priority) {
        lock.lock();
        try {
            beside.addLast(task, priority);
            waitingBeside = beside.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Runnable take() throws InterruptedException {
        Runnable taken = super.take();
        return waitingBeside == 0 ? taken : changed(taken);
    }

    @Override
    public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
        Runnable taken = super.poll(timeout, unit);
        return taken == null || waitingBeside == 0 ? taken : changed(taken);
    }

    private Runnable changed(Runnable taken) {
        lock.lock();
        try {
            if (!taken.equals(ticket)) {
                beside.addLast(taken, 0);
            }
            Runnable first = beside.pollFirst();
            waitingBeside = beside.size();
            return first == null ? taken : first;
        } finally {
            lock.unlock();
        }
    }

    private void runFirst() {
        Runnable first;
        lock.lock();
        try {
            first = beside.pollFirst();
            waitingBeside = beside.size();
        } finally {
            lock.unlock();
        }
        if (first != null) {
            first.run();
        }
    }
}
