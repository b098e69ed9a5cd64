package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolSpec;

/// Opens pools with whatever options it holds, and lets whoever measures them hear their events.
@FunctionalInterface
public interface PoolOpener {

    /// Opens a pool whose events go to the sink.
    ///
    /// @throws IllegalStateException when it cannot be opened, in one line
    Pool open(PoolSpec spec, EventSink events);
}
