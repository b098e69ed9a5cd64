package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.Threads;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/// The platform threads of one engine: names them, knows which were lost, and waits for the end of
/// the others. Thread-safe.
final class EngineThreads implements ThreadFactory {

    private static final int FIRST_SWEEP = 64;

    private final String name;
    private final Set<Thread> live = new HashSet<>();
    private final Set<Thread> lost = new HashSet<>();
    private final Set<Thread> backAlready = new HashSet<>();
    private int started;
    private int sweepAt = FIRST_SWEEP;

    EngineThreads(String name) {
        this.name = name;
    }

    @Override
    public synchronized Thread newThread(Runnable body) {
        Thread thread = Thread.ofPlatform().daemon().unstarted(body);
        adopt(thread);
        return thread;
    }

    /// Names and keeps a thread that was made elsewhere.
    synchronized void adopt(Thread thread) {
        if (live.size() >= sweepAt) {
            live.removeIf(t -> t.getState() == Thread.State.TERMINATED);
            sweepAt = Math.max(FIRST_SWEEP, 2 * live.size());
        }
        started++;
        thread.setName(name + "-" + started);
        live.add(thread);
    }

    /// A thread is lost to an abandoned attempt.
    ///
    /// @return false when it came back already: then it needs no replacement
    synchronized boolean lose(Thread thread) {
        if (backAlready.remove(thread)) {
            return false;
        }
        live.remove(thread);
        lost.add(thread);
        return true;
    }

    /// The calling thread came back from an abandoned attempt.
    ///
    /// @return whether it was replaced meanwhile, so that there is one too many
    synchronized boolean comeBack() {
        Thread thread = Thread.currentThread();
        if (lost.remove(thread)) {
            live.add(thread);
            return true;
        }
        backAlready.add(thread);
        return false;
    }

    /// Waits for the end of all threads that are not lost.
    void joinAll() {
        List<Thread> threads;
        synchronized (this) {
            threads = List.copyOf(live);
        }
        threads.forEach(Threads::joinUninterruptibly);
    }
}
