package dev.manykitchens.benchmarks.simulation;

/// Says in one line why a simulator cannot be measured here. A row of the table, not a failure.
public final class KernelMissingException extends Exception {

    public KernelMissingException(String why) {
        super(why);
    }

    public KernelMissingException(String why, Throwable cause) {
        super(why, cause);
    }
}
