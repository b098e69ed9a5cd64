package dev.manykitchens.replication;

import java.io.IOException;

/// What a group was asked to do could not be done. The message is one line for people: what must
/// hold, what it was, and what to do.
public final class ReplicationException extends IOException {

    private static final long serialVersionUID = 1;

    /// @param message one line
    public ReplicationException(String message) {
        super(message);
    }

    /// @param message one line
    public ReplicationException(String message, Throwable cause) {
        super(message, cause);
    }
}
