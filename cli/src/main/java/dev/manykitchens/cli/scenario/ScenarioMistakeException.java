package dev.manykitchens.cli.scenario;

/// A mistake in a file, in one line that begins with the file and, where it has one, the line in
/// it.
final class ScenarioMistakeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    ScenarioMistakeException(String message) {
        super(message);
    }

    ScenarioMistakeException(String message, Throwable cause) {
        super(message, cause);
    }
}
