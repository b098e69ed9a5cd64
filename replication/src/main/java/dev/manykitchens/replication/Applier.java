package dev.manykitchens.replication;

import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.journal.LogPlace;
import dev.manykitchens.coordinator.journal.ReplicaJournal;
import dev.manykitchens.coordinator.journal.WatchedFile;

import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/// What Raft calls the state machine of a member: what the group agreed on is written into the
/// member's own database, in order.
///
/// The database is its own snapshot: it knows how far it came. What Raft calls a snapshot is a copy
/// of it, see [Copies].
final class Applier extends BaseStateMachine {

    private static final Logger LOG = LoggerFactory.getLogger(Applier.class);

    /// What a replica hears of its member. Raft holds locks meanwhile: none of it may wait.
    interface Events {
        /// This member leads, and has applied all that was agreed on before.
        void ready();

        /// It leads no more.
        void notLeader();

        /// Another one leads, or this one will.
        void leader(String id);

        /// Nothing more can be kept here.
        void broken(JournalException why);

        /// A copy was made, with which the log can be cut.
        void copied();

        /// Raft has ended.
        void ended();
    }

    /// So much of the log may be repeated at a start.
    private static final long MOST_REPEATED_BYTES = 32L << 20;

    private final Path directory;
    private final Events events;
    private final Copies copies;

    private volatile @Nullable ReplicaJournal journal;

    /// What this member is and where its log and votes are, as long as it runs.
    private List<WatchedFile> watched = List.of();

    /// Why nothing is applied any more; null: it is. Confined to the thread that applies.
    private @Nullable String broken;

    /// @param directory of the member's database
    /// @param logBytes see [ReplicaOptions#logBytes]
    Applier(Path directory, long logBytes, Events events) {
        this.directory = directory;
        this.events = events;
        copies = new Copies(directory, logBytes, () -> journal, events::copied);
    }

    /// The database.
    ///
    /// @throws JournalException when it is not open: before the start, after the end, and while the
    ///   copy of another one takes its place
    ReplicaJournal journal() throws JournalException {
        ReplicaJournal its = journal;
        if (its == null) {
            throw new JournalException(
                    "a journal must be open to be read, that in %s is closed".formatted(directory));
        }
        return its;
    }

    // The life of it: NEW, RUNNING, and while a copy is put in its place PAUSED. A state that is
    // left out makes every installation fail.

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage)
            throws IOException {
        super.initialize(server, group, storage);
        getLifeCycle()
                .startAndTransition(
                        () -> {
                            copies.open(storage);
                            open();
                            watched =
                                    List.of(
                                            WatchedFile.of(directory.resolveSibling("member")),
                                            WatchedFile.of(
                                                    storage.getStorageDir()
                                                            .getCurrentDir()
                                                            .toPath()));
                            LogEnd.cutTorn(
                                    storage,
                                    server.getProperties(),
                                    Math.max(journal().applied().index(), copies.place()));
                            LogEnd.force(storage);
                            makeUpForLog(storage, LogEnd.of(storage, server.getProperties()));
                        },
                        IOException.class);
    }

    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        copies.whileNoneIsMade(this::closeJournal);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public void reinitialize() throws IOException {
        try {
            open();
        } catch (IOException e) {
            throw failed(e);
        }
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
    }

    @Override
    public void close() {
        closeJournal();
    }

    private void open() throws IOException {
        SingleFileSnapshotInfo copy = copies.storage().loadLatestSnapshot();
        ReplicaJournal opened = ReplicaJournal.open(directory);
        if (copy != null && copy.getIndex() > opened.applied().index()) {
            opened.close();
            Copies.requireWhole(copy);
            ReplicaJournal.install(directory, copy.getFile().getPath());
            opened = ReplicaJournal.open(directory);
        }
        journal = opened;
        // From there on Raft repeats its log. What of it is in the database already is passed over.
        setLastAppliedTermIndex(copy == null ? TermIndex.INITIAL_VALUE : copy.getTermIndex());
    }

    /// A log that ends before what is in the database lost its end with the disk. What it knows
    /// must count where a leader is elected; otherwise two members without the end could agree on
    /// other entries in its place, which this database would pass over. So a copy of the database
    /// takes the place of the whole log, as on a member that lacked what was cut off: what is left
    /// of it would still be what Raft compares in an election.
    ///
    /// @param end the last entry of the log on the disk
    private void makeUpForLog(RaftStorage storage, long end) throws IOException {
        LogPlace applied = journal().applied();
        OptionalLong first = LogEnd.first(storage);
        if (first.isPresent() && first.getAsLong() > copies.place() + 1) {
            makeUpForCopy(applied, first.getAsLong());
        }
        if (end >= Math.max(applied.index(), copies.place())) {
            if (LogEnd.bytesBehind(storage, copies.place()) > MOST_REPEATED_BYTES) {
                copyIfThereIsRoom(applied);
            }
            return;
        }
        if (applied.index() > copies.place()) {
            LOG.warn(
                    "The log ended before the journal, a copy of the journal took its place. directory={} log={} journal={}",
                    directory,
                    end,
                    applied.index());
            copyInPlaceOfRepeating(applied);
        }
        // A crash may have come between the copy and this.
        LogEnd.delete(storage);
    }

    /// Where there is no copy up to which the log was cut, Raft would wait for ever for the entries
    /// before it, and yet vote and answer for those that it has. The database takes its place when
    /// it has them.
    ///
    /// @param first the first entry of the log
    private void makeUpForCopy(LogPlace applied, long first) throws IOException {
        if (applied.index() < first - 1) {
            throw new JournalException(
                    "a member must have all that its group agreed on, the log of %s begins with entry %d, its journal ends with %d and it has no whole copy of another one; empty the directory of the member, start it to be added, and let the group replace it by the new one"
                            .formatted(directory, first, applied.index()));
        }
        copyInPlaceOfRepeating(applied);
    }

    /// Raft repeats its log from the last copy on, though all of it is in the database. It reads
    /// faster than it lets go of what it has read: a log of some hundred MiB took all memory.
    private void copyInPlaceOfRepeating(LogPlace applied) throws IOException {
        if (applied.index() > copies.place()) {
            copies.make(journal());
            setLastAppliedTermIndex(TermIndex.valueOf(applied.term(), applied.index()));
        }
    }

    private void copyIfThereIsRoom(LogPlace applied) throws IOException {
        try {
            copies.requireRoom(journal());
        } catch (JournalException e) {
            LOG.warn("A long log is repeated. why={}", e.getMessage());
            return;
        }
        copyInPlaceOfRepeating(applied);
    }

    private void closeJournal() {
        ReplicaJournal its = journal;
        journal = null;
        if (its != null) {
            its.close();
        }
    }

    // What the group agreed on.

    /// What cannot be applied is refused, and so is all that follows: an exception would let Raft
    /// end this member in its own way, in which it waits for ever for what was to be applied yet.
    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext context) {
        return CompletableFuture.completedFuture(
                Message.valueOf(applied(context.getLogEntry()).encode()));
    }

    private Answer applied(LogEntryProto entry) {
        if (broken != null) {
            return new Answer.Refused(broken);
        }
        try {
            for (WatchedFile each : watched) {
                each.requireThere();
            }
            Answer answer = apply(entry);
            updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
            copies.applied(entry.getSerializedSize());
            return answer;
        } catch (IOException e) {
            broken = String.valueOf(failed(e).getMessage());
        } catch (OutOfMemoryError e) {
            broken =
                    String.valueOf(
                            failed(
                                            new JournalException(
                                                    "a member must have the memory that an entry of its group takes, entry %d was too large for it; give Java more, with -Xmx, and start it again"
                                                            .formatted(entry.getIndex()),
                                                    e))
                                    .getMessage());
        } catch (RuntimeException e) {
            broken =
                    String.valueOf(
                            failed(
                                            new JournalException(
                                                    "the journal in %s failed, please report this: %s"
                                                            .formatted(directory, e),
                                                    e))
                                    .getMessage());
        }
        return new Answer.Refused(broken);
    }

    private Answer apply(LogEntryProto entry) throws JournalException {
        ReplicaJournal its = journal();
        LogPlace at = new LogPlace(entry.getTerm(), entry.getIndex());
        LogPlace applied = its.applied();
        if (at.index() == applied.index() && at.term() != applied.term()) {
            throw new JournalException(
                    "the journal in %s must have what the group agreed on, has entry %d of term %d where the group has that of term %d; take its disk for lost and replace the member"
                            .formatted(directory, at.index(), applied.term(), at.term()));
        }
        if (at.index() <= applied.index()) {
            // Before a crash; whoever waited for it is gone.
            return new Answer.Kept();
        }
        try {
            return switch (Command.decode(entry.getStateMachineLogEntry().getLogData())) {
                case Command.Begin() -> new Answer.Began(its.beginLife(at));
                case Command.Piece(long life, long number, byte[] data) ->
                        its.keep(at, life, number, data)
                                .<Answer>map(Answer.Refused::new)
                                .orElseGet(Answer.Kept::new);
                case Command.Last(long life, long number, var now, byte[] data) ->
                        its.apply(at, life, number, data, now)
                                .<Answer>map(Answer.Refused::new)
                                .orElseGet(Answer.Kept::new);
            };
        } catch (IllegalArgumentException e) {
            return new Answer.Nonsense(String.valueOf(e.getMessage()));
        }
    }

    private JournalException failed(IOException why) {
        JournalException broken =
                why instanceof JournalException its
                        ? its
                        : new JournalException(
                                "the journal must be kept in %s, cannot: %s"
                                        .formatted(directory, why),
                                why);
        events.broken(broken);
        return broken;
    }

    // Copies.

    @Override
    public SimpleStateMachineStorage getStateMachineStorage() {
        return copies.storage();
    }

    @Override
    public @Nullable SingleFileSnapshotInfo getLatestSnapshot() {
        return copies.storage().getLatestSnapshot();
    }

    /// Tells how far the log can be cut: to the last copy that was made.
    @Override
    public long takeSnapshot() {
        return copies.place();
    }

    /// The copies of its database.
    Copies copies() {
        return copies;
    }

    // Who leads.

    @Override
    public void notifyLeaderReady() {
        events.ready();
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        events.notLeader();
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
        events.leader(leader.toString());
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
        events.broken(
                new JournalException(
                        "the log of the group must be kept beside %s, cannot: %s; look at the disk, then start it again"
                                .formatted(directory, cause),
                        cause));
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean all) {
        events.ended();
    }
}
