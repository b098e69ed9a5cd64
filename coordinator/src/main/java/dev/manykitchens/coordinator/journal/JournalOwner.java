package dev.manykitchens.coordinator.journal;

/// Who keeps a journal, as far as people are told what to do when it fails.
enum JournalOwner {
    /// `kitchen coordinator`.
    COORDINATOR("start the coordinator again", "what it told anybody is kept"),

    /// A command that goes on with what it finds.
    RUN("give the same command again", "it goes on, and what had ended does not run again"),

    /// A command that begins anew.
    MEASUREMENT("give the same command again", "it begins anew");

    private final String again;
    private final String then;

    JournalOwner(String again, String then) {
        this.again = again;
        this.then = then;
    }

    /// What to do once the disk is well, an imperative.
    String again() {
        return again;
    }

    /// What becomes of it then, a main clause.
    String then() {
        return then;
    }
}
