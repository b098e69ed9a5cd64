package dev.manykitchens.replication;

import dev.manykitchens.coordinator.journal.JournalException;

import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.util.function.CheckedSupplier;

import java.io.IOException;
import java.util.Optional;

/// What a member that follows hears of a leader, and answers: as long as Raft goes on here, and the
/// member is the one that the group knows.
final class FollowerTalk implements AddressedCalls.Talk {

    private final ReplicaOptions options;
    private final Identity identity;
    private final Recollection recollection;
    private final Applier applier;
    private final CheckedSupplier<RaftServer.Division, IOException> raft;
    private final Unfit unfit;

    /// Hears why a member is of no use to its group, each in one line.
    interface Unfit {

        /// It is not the one that the group knows.
        void isAnother(JournalException why);

        /// Raft has ended here. Where that is because the member was removed, Raft says so itself
        /// when it is done with ending.
        void hasEnded(JournalException why);
    }

    /// @param raft this member's part of the group, asked for anew each time
    FollowerTalk(
            ReplicaOptions options,
            Identity identity,
            Recollection recollection,
            Applier applier,
            CheckedSupplier<RaftServer.Division, IOException> raft,
            Unfit unfit) {
        this.options = options;
        this.identity = identity;
        this.recollection = recollection;
        this.applier = applier;
        this.raft = raft;
        this.unfit = unfit;
    }

    @Override
    public Optional<String> refusal(AppendEntriesRequestProto request) {
        try {
            RaftServer.Division division = raft.get();
            if (!division.getInfo().isAlive()) {
                unfit.hasEnded(ended());
                return Optional.of("takes part no more, Raft has ended there");
            }
            Optional<JournalException> missing = recollection.missing(request, has(division));
            missing.ifPresent(unfit::isAnother);
            return missing.map(_ -> "lacks what it had");
        } catch (IOException | IllegalStateException _) {
            // It is not open yet, or a copy of another one takes its place.
            return Optional.empty();
        }
    }

    /// Raft ends a member in which something of its own fails, such as for want of memory, and
    /// tells nobody of ours: such a member would stay, and be of no use.
    private JournalException ended() {
        return new JournalException(
                "a member must take part as long as its process runs, Raft has ended %s in %s, for the reason that it logged; if that is OutOfMemoryError, give Java more, with -Xmx, and start it again"
                        .formatted(identity.id(), options.directory()));
    }

    /// The last entry in this member's log or journal.
    private long has(RaftServer.Division division) throws IOException {
        RaftLog log = division.getRaftLog();
        return Math.max(
                Math.max(log.getNextIndex() - 1, log.getSnapshotIndex()),
                Math.max(applier.journal().applied().index(), applier.copies().place()));
    }

    @Override
    public long kept() {
        try {
            return Math.min(
                    raft.get().getRaftLog().getFlushIndex(), applier.journal().applied().index());
        } catch (IOException | IllegalStateException _) {
            return RaftLog.INVALID_LOG_INDEX;
        }
    }
}
