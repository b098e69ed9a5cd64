package dev.manykitchens.simulator;

/// A simulation was told to stop before its end; what it had found is lost.
public final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Says that it was stopped.
    public StoppedException() {
        super("a simulation was stopped before its end");
    }
}
