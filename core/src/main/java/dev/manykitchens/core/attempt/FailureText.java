package dev.manykitchens.core.attempt;

import dev.manykitchens.core.resource.ResourceRefusedException;

import org.jspecify.annotations.Nullable;

/// What a failed job says: one line, of limited length.
public final class FailureText {

    /// The longest message of a failure, in characters.
    public static final int LONGEST = 2_000;

    private FailureText() {}

    /// The exception's class and message, such as "ArithmeticException: / by zero".
    public static String of(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError error) {
            return MemoryText.of(error);
        }
        String message = messageOf(thrown);
        if (thrown instanceof ResourceRefusedException && message != null) {
            return oneLine(message);
        }
        String name = thrown.getClass().getName();
        String shortName = name.substring(name.lastIndexOf('.') + 1);
        return oneLine(
                message == null || message.isBlank() ? shortName : shortName + ": " + message);
    }

    /// The same text on one line, cut when it is too long.
    public static String oneLine(String text) {
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return cut.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }

    /// A recipe's exception is a recipe's code: even asking for its message can fail.
    private static @Nullable String messageOf(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (RuntimeException | StackOverflowError e) {
            return "its message could not be had: " + e.getClass().getSimpleName();
        }
    }
}
