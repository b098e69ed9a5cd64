package dev.manykitchens.cli.scene;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/// The pools that one try of one scene has opened, so that another thread can close them: what
/// Ctrl-C does. Thread-safe. A pool may be closed again, so those that a scene has closed are kept
/// too.
final class OpenPools {

    private final List<Pool> opened = new ArrayList<>();
    private final LiveDashboard live;
    private boolean stopped;

    /// @param live shows them
    OpenPools(LiveDashboard live) {
        this.live = live;
    }

    /// Opens a pool.
    ///
    /// @throws SceneFailedException when it does not open
    /// @throws CancellationException when the demo was stopped
    Pool open(PoolSpec spec, PoolOptions options) {
        refuseWhenStopped();
        Pool pool;
        try {
            pool = live.open(spec, options, options.events());
        } catch (IllegalStateException e) {
            throw new SceneFailedException(spec + " did not open: " + e.getMessage());
        }
        boolean late;
        synchronized (this) {
            late = stopped;
            opened.add(pool);
        }
        if (late) {
            pool.closeNow();
            refuseWhenStopped();
        }
        return pool;
    }

    /// Forgets pools that are closed by now.
    synchronized void forget() {
        opened.clear();
    }

    /// Cancels what runs and closes everything; nothing can be opened afterwards.
    void closeAllNow() {
        List<Pool> all;
        synchronized (this) {
            stopped = true;
            all = List.copyOf(opened);
        }
        all.forEach(Pool::closeNow);
    }

    /// @throws CancellationException when the demo was stopped
    synchronized void refuseWhenStopped() {
        if (stopped) {
            throw new CancellationException("the demo was stopped");
        }
    }
}
