package dev.manykitchens.benchmarks.peers;

/// Says in one line why a side cannot be measured here. A row of the table, not a failure.
public final class SideMissingException extends Exception {

    public SideMissingException(String why) {
        super(why);
    }

    public SideMissingException(String why, Throwable cause) {
        super(why, cause);
    }

    /// What is missing, in one line.
    String why() {
        return String.valueOf(getMessage());
    }
}
