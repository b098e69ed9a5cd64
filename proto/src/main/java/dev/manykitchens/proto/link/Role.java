package dev.manykitchens.proto.link;

import java.util.Arrays;
import java.util.Optional;

/// What a token allows: each role opens its own service and no other.
public enum Role {
    /// Runs jobs.
    WORKER("worker"),
    /// Submits batches, looks at the cluster, drains and cancels.
    CLIENT("client");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /// As it stands in tokens and messages.
    public String word() {
        return word;
    }

    static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }
}
