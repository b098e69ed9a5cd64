package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.PoolSpec;

import org.jspecify.annotations.Nullable;

/// Opens pools on one thread, until another says that it should stop: worker JVMs take seconds to
/// join, and nobody who pressed Ctrl-C waits for them.
public final class PoolOpening {

    private final PoolOpener opener;
    private final ProcessProbe probe;

    // Guarded by this monitor.
    private @Nullable Thread opening;
    private boolean stopped;

    /// @param probe reads processor time and memory in every round of the pools
    public PoolOpening(PoolOpener opener, ProcessProbe probe) {
        this.opener = opener;
        this.probe = probe;
    }

    /// Opens a pool.
    ///
    /// @param also hears every event too
    /// @throws IllegalStateException when it cannot be opened, in one line
    /// @throws InterruptedException when it was stopped before or meanwhile
    public MeasuredPool open(PoolSpec spec, EventSink also) throws InterruptedException {
        begin(spec);
        try {
            return MeasuredPool.open(spec, opener, probe, also);
        } catch (RuntimeException e) {
            if (isStopped()) {
                throw stopped(spec);
            }
            throw e;
        } finally {
            end();
        }
    }

    /// Interrupts what is being opened, and lets nothing more be opened.
    public synchronized void stop() {
        stopped = true;
        if (opening != null) {
            opening.interrupt();
        }
    }

    private synchronized void begin(PoolSpec spec) throws InterruptedException {
        if (stopped) {
            throw stopped(spec);
        }
        opening = Thread.currentThread();
    }

    /// Whatever the thread does next, it does uninterrupted.
    private synchronized void end() {
        opening = null;
        if (stopped) {
            boolean _ = Thread.interrupted();
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private static InterruptedException stopped(PoolSpec spec) {
        return new InterruptedException("stopped while the pool " + spec + " was opened");
    }
}
