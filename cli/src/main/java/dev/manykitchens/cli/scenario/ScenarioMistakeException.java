package dev.manykitchens.cli.scenario;

import dev.manykitchens.report.text.OneLine;

/// A mistake in a file, in one line that begins with the file and, where it has one, the line in
/// it.
final class ScenarioMistakeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    ScenarioMistakeException(String message) {
        super(OneLine.of(message));
    }

    ScenarioMistakeException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
