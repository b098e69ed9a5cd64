/// One journal that several coordinators keep together: each has it on its own disk, and what one
/// of them was told is kept as long as a majority of them is.
///
/// ```
/// coordinator that leads ── force ──▶ ReplicatedJournal ── Command ──▶ Raft (Apache Ratis) ──▶ log of each member
///                                          ▲                                                     │
///                                          └──── when a majority has it and it is applied here ── Applier ──▶ ReplicaJournal
/// operator ── add, replace, remove, hand over ──▶ GroupConfiguration ──▶ Raft
/// ```
///
/// A `Replica` is the life of one member; it tells its `Listener`, through an `Announcer`, when it
/// leads and gives it the journal then. Who else belongs to the group, and how that is changed, is
/// its `GroupConfiguration`; both ask Raft through `RaftCalls`. `Applier` is what Raft calls the
/// state machine: it writes the log's entries into the member's own database, and puts the copy of
/// another in its place; `Copies` makes those, so that the log stays short. `LogEnd` is the end of
/// a log before Raft opens it. What others say to a member passes `AddressedCalls`, and what a
/// leader says `FollowerTalk`. Nothing outside of this module names Ratis.
///
/// Start reading at [dev.manykitchens.replication.Replica], then
/// [dev.manykitchens.replication.ReplicatedJournal].
@NullMarked
package dev.manykitchens.replication;

import org.jspecify.annotations.NullMarked;
