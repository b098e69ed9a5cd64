package dev.manykitchens.core.attempt;

/// Tells a thread that the attempt it came back from was given up meanwhile: its outcome was
/// reported, the thread was replaced, and it has nothing left to do but to end.
public final class AttemptAbandonedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AttemptAbandonedException() {
        super("the attempt was abandoned", null, false, false);
    }
}
