package dev.manykitchens.coordinator.membership;

/// A coordinator was asked for the members of which it is one, and is one alone. Its message is one
/// line.
public final class NoMembersException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /// @param said by the coordinator
    public NoMembersException(String said, Throwable cause) {
        super(said, cause);
    }
}
