package dev.manykitchens.coordinator.journal;

/// A directory that another process has, or another journal of this one.
final class OccupiedException extends JournalException {

    private static final long serialVersionUID = 1;

    private final String process;

    /// @param message one line
    /// @param process its number, or `unknown`
    OccupiedException(String message, String process) {
        super(message);
        this.process = process;
    }

    /// The number of the process that has it, or `unknown`.
    String process() {
        return process;
    }
}
