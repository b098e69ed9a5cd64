package dev.manykitchens.replication;

import dev.manykitchens.coordinator.journal.JournalException;

import java.nio.file.Path;

/// The directory of a member before it takes part: which member it is, whatever becomes of it.
///
/// @param id the member's id: a directory that is lost takes it along
/// @param isFresh whether it never took part in a group, so that it may found one
public record MemberDirectory(Path path, String id, boolean isFresh) {

    /// Looks at a directory, which is made, with an id at random, when it is not there.
    ///
    /// @throws JournalException in one line when it is no member's, or cannot be used
    public static MemberDirectory open(Path path) throws JournalException {
        Identity identity = Identity.of(path);
        return new MemberDirectory(path, identity.id(), identity.part() == Identity.Part.FRESH);
    }
}
