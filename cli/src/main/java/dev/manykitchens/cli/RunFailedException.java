package dev.manykitchens.cli;

/// What was asked for is fine and did not work out: shown as one line, exit code [ExitCode#FAILED].
final class RunFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RunFailedException(String message) {
        super(message);
    }

    RunFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
