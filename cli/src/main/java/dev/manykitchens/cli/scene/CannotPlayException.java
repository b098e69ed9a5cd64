package dev.manykitchens.cli.scene;

import dev.manykitchens.report.text.OneLine;

/// What was to be played cannot be played here, for a reason that whoever asked can mend: the
/// message says it in one line, and nobody needs to see where it was thrown.
public final class CannotPlayException extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param why made one line
    /// @param cause where it was noticed
    public CannotPlayException(String why, Throwable cause) {
        super(OneLine.of(why), cause);
    }
}
