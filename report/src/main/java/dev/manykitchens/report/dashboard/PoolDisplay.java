package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;

/// A pool's place on a dashboard: takes its events, and its levers. Thread-safe.
public interface PoolDisplay extends EventSink {

    /// Shows nothing.
    PoolDisplay NONE =
            new PoolDisplay() {
                @Override
                public void accept(RunEvent event) {}

                @Override
                public void changedBy(PoolControls controls) {}
            };

    /// What of the pool can be changed, from now on until it is closed.
    void changedBy(PoolControls controls);
}
