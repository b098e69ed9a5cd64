package dev.manykitchens.core.resource;

/// A permit will never be granted: there is no such resource, or too many wait for it. The message
/// is for people.
public final class ResourceRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What must hold, what it was, what to do, in one line.
    public ResourceRefusedException(String message) {
        super(message);
    }
}
