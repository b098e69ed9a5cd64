package dev.manykitchens.coordinator.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// A journal cannot be opened, read or written. The message is one line for people: what must hold,
/// what it was, where, and what to do.
public sealed class JournalException extends IOException permits OccupiedException {

    private static final long serialVersionUID = 1;

    /// @param message one line
    public JournalException(String message) {
        super(message);
    }

    /// @param message one line
    public JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
