package dev.manykitchens.coordinator.dispatch;

import java.util.Locale;

/// When a coordinator is killed.
///
/// @param force at the how manieth force of a run, from 1; 0: never
record CrashPoint(Kind kind, int force) {

    /// Where it is killed, seen from the entry that is being forced.
    enum Kind {
        /// Nothing of it is on disk.
        BEFORE,
        /// It is on disk, and nobody was told.
        AFTER,
        /// In the middle of its transaction, some of whose rows were written.
        MIDDLE,
        /// Some of its bytes are in the log, and others are not.
        TORN,
        /// While the log is copied into the database behind it.
        CHECKPOINT,
        /// And the next coordinator as well, when it has recovered and told nothing.
        RECOVERY,
        /// And the one after that.
        RECOVERY_TWICE,
        /// And the next coordinator as well, in the first step that it writes down.
        FIRST_STEP
    }

    static final CrashPoint NEVER = new CrashPoint(Kind.BEFORE, 0);

    /// As it is given to a run that is played alone.
    static CrashPoint parse(String text) {
        int at = text.indexOf('@');
        return new CrashPoint(
                Kind.valueOf(text.substring(0, at).toUpperCase(Locale.ROOT)),
                Integer.parseInt(text.substring(at + 1)));
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "@" + force;
    }
}
