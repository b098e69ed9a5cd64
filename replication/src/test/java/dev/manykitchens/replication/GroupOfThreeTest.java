package dev.manykitchens.replication;

/// The journal of a group of three.
class GroupOfThreeTest extends ReplicatedJournalContract {
    GroupOfThreeTest() {
        super(3);
    }
}
