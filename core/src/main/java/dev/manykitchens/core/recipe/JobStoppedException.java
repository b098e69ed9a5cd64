package dev.manykitchens.core.recipe;

/// Ends a job's code from within when it was cancelled or its time is up. Recipes let it pass.
public final class JobStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// An exception without a stack trace: it is a signal, not an error.
    public JobStoppedException(String reason) {
        super(reason, null, false, false);
    }
}
