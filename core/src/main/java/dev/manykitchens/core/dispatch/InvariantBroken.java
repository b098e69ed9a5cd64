package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.Nullable;

/// The dispatcher found that it broke a promise of its own: our bug, never the caller's. The
/// message tells the promise and the inputs that led there; the dispatcher must not be used any
/// more.
public final class InvariantBroken extends IllegalStateException {

    private static final long serialVersionUID = 1;

    InvariantBroken(String promise, String story, @Nullable Throwable cause) {
        super(
                "the dispatcher must keep this promise: " + promise + "; last inputs:\n" + story,
                cause);
    }
}
