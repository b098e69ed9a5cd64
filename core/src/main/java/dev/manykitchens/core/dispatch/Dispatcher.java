package dev.manykitchens.core.dispatch;

import java.util.List;

/// The pure state machine behind worker JVMs. Confined to one thread.
public final class Dispatcher {

    private final DispatchOptions options;

    /// A dispatcher without workers and batches.
    public Dispatcher(DispatchOptions options) {
        this.options = options;
    }

    /// Takes one input and says what must now be done, in order.
    ///
    /// @param nowNanos the time, never less than at the call before
    public List<Command> on(Input input, long nowNanos) {
        return List.of(new Command.WakeAt(nowNanos + options.leaseDuration().toNanos()));
    }
}
