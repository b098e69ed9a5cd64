package dev.manykitchens.coordinator.journal;

/// What was read is not what was written.
final class DamagedException extends Exception {

    private static final long serialVersionUID = 1;

    /// @param what a sentence without its end, such as "batch 3 lacks arguments"
    DamagedException(String what) {
        super(what);
    }

    /// @param what a sentence without its end
    DamagedException(String what, Throwable cause) {
        super(what, cause);
    }
}
