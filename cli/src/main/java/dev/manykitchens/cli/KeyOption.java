package dev.manykitchens.cli;

import dev.manykitchens.coordinator.link.BatchKey;

import org.jspecify.annotations.Nullable;

/// What people call a batch.
final class KeyOption {

    private KeyOption() {}

    /// Refuses what cannot be a key.
    ///
    /// @param key as it was typed; null: none was
    /// @throws UserMistakeException in one line
    static void check(@Nullable String key) {
        if (key != null && key.isEmpty()) {
            throw new UserMistakeException("--key must have at least one character, was empty");
        }
        if (key != null) {
            var _ = UserMistakeException.unless("--key", () -> BatchKey.of(key));
        }
    }
}
