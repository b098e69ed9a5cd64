package dev.manykitchens.cli.terminal;

/// How a command hears that the user wants it to stop.
@FunctionalInterface
public interface Interrupts {

    /// Watches until the returned watch is closed.
    ///
    /// @param stop called once, on another thread, when the user interrupts; makes the command come
    ///   to its end soon
    Watch watch(Runnable stop);

    /// A command that can be interrupted. It closes its watch when it has said its last words:
    /// until then the process waits for it.
    interface Watch extends AutoCloseable {

        /// Whether the user interrupted.
        boolean interrupted();

        @Override
        void close();
    }
}
