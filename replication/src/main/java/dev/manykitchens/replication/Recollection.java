package dev.manykitchens.replication;

import dev.manykitchens.coordinator.journal.JournalException;

import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the group knows of this member, held against its directory: a copy of a member's directory
/// is not the member. It may have forgotten a vote, or entries of which the member said that it had
/// them.
///
/// ```
/// the group's configuration ── at which address it is ────┐
/// every message of a leader ── how far it once was ───────┴──▶ why it is not that one; empty: it is
/// ```
///
/// What a leader knows of a member is what that member said of itself while it followed, and it
/// must be certain, for it would be held against a member that was killed. Raft itself says more:
/// that an entry was agreed on which is on the way to this member's disk yet. So a member says no
/// more than is in its log on its disk, and passes over what a leader says of itself. And it says
/// no more than is in its journal: with that it makes up for a log that lost its end.
///
/// What leader and followers remember is in their memory, and goes with their processes: a copy
/// that is put back while all of them are started anew is taken for the member. And so is a copy of
/// a member that has led ever since the others were started: they never heard it follow.
final class Recollection {

    private final String id;
    private final ReplicaOptions options;

    /// @param id this member's
    Recollection(String id, ReplicaOptions options) {
        this.id = id;
        this.options = options;
    }

    /// Whether this process is where the group's members look for it.
    ///
    /// @throws JournalException in one line when they look elsewhere
    void requireAddress(RaftServer.Division division) throws JournalException {
        RaftPeer known = division.getRaftConf().getPeer(division.getId());
        if (known != null && !isSame(known.getAddress(), options.replication())) {
            throw new JournalException(
                    "a member must be started where its group knows it, member %s of %s is known at %s, was started at %s: a copy of a member's directory is no member; start it with an empty directory, to be added under an id of its own"
                            .formatted(
                                    id,
                                    options.directory(),
                                    known.getAddress(),
                                    options.replication()));
        }
    }

    private static boolean isSame(String known, String own) {
        if (known.equalsIgnoreCase(own)) {
            return true;
        }
        if (HostPort.port(known) != HostPort.port(own)) {
            return false;
        }
        try {
            List<InetAddress> theirs =
                    Arrays.asList(InetAddress.getAllByName(HostPort.host(known)));
            return Arrays.stream(InetAddress.getAllByName(HostPort.host(own)))
                    .anyMatch(theirs::contains);
        } catch (UnknownHostException _) {
            return false;
        }
    }

    /// Holds what a leader says against what is on this disk.
    ///
    /// @param has the last entry in this member's log or journal
    /// @return why this is not the member that the group knows, in one line; empty when it is
    Optional<JournalException> missing(AppendEntriesRequestProto request, long has) {
        long knew = 0;
        for (CommitInfoProto info : request.getCommitInfosList()) {
            if (info.getServer().getId().toStringUtf8().equals(id)) {
                knew = Math.max(knew, info.getCommitIndex());
            }
        }
        // Of one that never said anything a leader says 0, too.
        if (knew == 0 || knew <= has) {
            return Optional.empty();
        }
        return Optional.of(
                new JournalException(
                        "a member must have all that it kept, member %s once had the group's entry %d, %s ends with %d: it is an older copy, or its disk lost what it wrote; what it voted for may be lost, too: empty the directory, start it to be added, and let the group replace member %s by the new one"
                                .formatted(id, knew, options.directory(), has, id)));
    }

    /// What this member answers, which says no more of it than it has kept.
    ///
    /// @param kept the last entry that is in its journal, and in its log on its disk
    static AppendEntriesReplyProto certain(AppendEntriesReplyProto answer, long kept) {
        return answer.getFollowerCommit() <= kept
                ? answer
                : answer.toBuilder().setFollowerCommit(kept).build();
    }

    /// What a leader says, without what it says of itself.
    static AppendEntriesRequestProto ofOthers(AppendEntriesRequestProto request) {
        ByteString leader = request.getServerRequest().getRequestorId();
        List<CommitInfoProto> others =
                request.getCommitInfosList().stream()
                        .filter(info -> !info.getServer().getId().equals(leader))
                        .toList();
        return request.toBuilder().clearCommitInfos().addAllCommitInfos(others).build();
    }
}
