package dev.manykitchens.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// Interrupts that do not come from the keyboard: whoever holds the button stops what watches it.
/// Thread-safe.
public final class StopButton implements Interrupts {

    // Guarded by this.
    private final List<Runnable> watching = new ArrayList<>();
    private boolean pressed;

    /// Stops what watches, and what begins to watch later.
    public void press() {
        List<Runnable> all;
        synchronized (this) {
            pressed = true;
            all = List.copyOf(watching);
            watching.clear();
        }
        all.forEach(Runnable::run);
    }

    /// Whether it was pressed.
    public synchronized boolean isPressed() {
        return pressed;
    }

    @Override
    public Watch watch(Runnable stop) {
        boolean late;
        synchronized (this) {
            late = pressed;
            if (!late) {
                watching.add(stop);
            }
        }
        if (late) {
            stop.run();
        }
        return new Watch() {
            @Override
            public boolean interrupted() {
                return isPressed();
            }

            @Override
            public void close() {
                synchronized (StopButton.this) {
                    watching.remove(stop);
                }
            }
        };
    }
}
