package dev.manykitchens.core.resource;

/// A permit will never be granted: there is no such resource, too many wait for it, or those who
/// hold it wait for whoever asks. The message is for people.
public final class ResourceRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What must hold, what it was, what to do, in one line.
    public ResourceRefusedException(String message) {
        super(message);
    }
}
