package dev.manykitchens.cli.drill;

/// A drill could not be played: its message is one line.
public class DrillFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DrillFailedException(String message) {
        super(message);
    }

    DrillFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
