package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.replication.GroupConfiguration;
import dev.manykitchens.replication.Listener;
import dev.manykitchens.replication.Replica;
import dev.manykitchens.replication.ReplicaOptions;

/// That a member takes part in a group.
///
/// @param leave ends it
record Participation(GroupConfiguration group, Runnable leave) {

    /// How a member begins to take part.
    @FunctionalInterface
    interface Start {

        /// Begins.
        ///
        /// @param listener hears what becomes of it
        /// @throws JournalException in one line when its directory or its port cannot be used
        Participation of(ReplicaOptions options, Listener listener) throws JournalException;
    }

    /// As a replica of the others.
    static Participation start(ReplicaOptions options, Listener listener) throws JournalException {
        Replica replica = Replica.start(options, listener);
        return new Participation(replica.group(), replica::close);
    }
}
