package dev.manykitchens.replication;

/// The journal of a group that has one member.
class GroupOfOneTest extends ReplicatedJournalContract {
    GroupOfOneTest() {
        super(1);
    }
}
