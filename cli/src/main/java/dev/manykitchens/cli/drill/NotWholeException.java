package dev.manykitchens.cli.drill;

/// A cluster that was struck is not whole again in time: what was measured until then counts.
final class NotWholeException extends DrillFailedException {

    private static final long serialVersionUID = 1L;

    NotWholeException(String message) {
        super(message);
    }
}
