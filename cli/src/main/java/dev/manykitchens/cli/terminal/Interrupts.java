package dev.manykitchens.cli.terminal;

import java.util.function.IntConsumer;

/// How a command hears that the user wants it to stop.
@FunctionalInterface
public interface Interrupts {

    /// The number of the signal that Ctrl-C sends.
    int INTERRUPT = 2;

    /// Watches until the returned watch is closed.
    ///
    /// @param stop called once, on another thread, when the user interrupts; makes the command come
    ///   to its end soon
    Watch watch(Runnable stop);

    /// Takes signals over until the returned watch is closed: they do not end the process any more,
    /// it ends when the command does.
    ///
    /// @param onSignal called on another thread with the number of each signal that would have
    ///   ended the process
    default Watch takeOver(IntConsumer onSignal) {
        return watch(() -> onSignal.accept(INTERRUPT));
    }

    /// A command that can be interrupted. It closes its watch when it has said its last words:
    /// until then the process waits for it.
    interface Watch extends AutoCloseable {

        /// Whether the user interrupted.
        boolean interrupted();

        @Override
        void close();
    }
}
