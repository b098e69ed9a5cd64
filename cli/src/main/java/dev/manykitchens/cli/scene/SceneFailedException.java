package dev.manykitchens.cli.scene;

/// Ends a scene whose pool did not open or whose jobs failed: a scene shows jobs that all succeed.
final class SceneFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    SceneFailedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /// Why, in one line.
    String reason() {
        return reason;
    }
}
