package dev.manykitchens.replication;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.membership.Member;

import java.util.Optional;

/// Hears what becomes of a member. Told one thing after the other, on a thread of the replica's
/// own: whoever takes long hears the next thing later, and nothing else waits for it.
public interface Listener {

    /// This member leads. Everything that any leader before was told to be kept is in the journal,
    /// which is to be recovered before anything else.
    ///
    /// Every write to it fails from the moment on at which this member leads no more, which may be
    /// before this is called. A write that fails for any reason ends the leadership, and another
    /// begins, here or elsewhere: whoever used the journal lets go of it and waits to be told.
    ///
    /// @param journal of this leadership alone
    /// @param term the number of this leadership, higher than that of any before
    void leads(Journal journal, long term);

    /// This member does not lead, or no more. Told again when another one leads, and when nobody
    /// was known to for a few time-outs of an election.
    ///
    /// @param leader who does; empty: nobody is known to
    void follows(Optional<Member> leader);

    /// This member can keep nothing any more, because of its disk or a bug. It has left the others;
    /// its process should end, and be started again when the reason is gone.
    ///
    /// @param why one line
    void broken(JournalException why);
}
