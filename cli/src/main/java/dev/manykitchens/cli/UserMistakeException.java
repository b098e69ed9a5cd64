package dev.manykitchens.cli;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/// The user asked for something that cannot be: shown as one line, or one for each of several
/// mistakes, exit code [ExitCode#MISTAKE].
final class UserMistakeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UserMistakeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    UserMistakeException(String message) {
        super(message);
    }

    /// Several mistakes, which are independent of each other: a line each.
    ///
    /// @param messages at least one
    static UserMistakeException ofAll(List<String> messages) {
        UserMistakeException first = new UserMistakeException(messages.getFirst());
        messages.stream().skip(1).map(UserMistakeException::new).forEach(first::addSuppressed);
        return first;
    }

    /// Does something with what the user typed: an argument that is refused there is the user's
    /// mistake.
    static <T> T unless(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(String.valueOf(e.getMessage()), e);
        }
    }

    /// The same for the value of one option, which the message then names.
    static <T> T unless(String option, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(option + ": " + e.getMessage(), e);
        }
    }
}
