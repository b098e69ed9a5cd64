package dev.manykitchens.replication;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.membership.Member;

import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.ExitUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// One member of a group of coordinators that keep a journal together. Any of them may lead; the
/// one that does has the journal.
///
/// ```
/// start ─▶ follows ⇄ leads ─▶ closed, or broken
/// ```
///
/// A group of three goes on while two of them are there and reach each other.
public final class Replica implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    /// How many of the longest time-outs of an election Raft may take to end a member that was
    /// removed, and to say so.
    private static final int ENDING_ELECTIONS = 2;

    private final ReplicaOptions options;
    private final Identity identity;
    private final Announcer told;
    private final Applier applier;
    private final AddressedCalls calledBy;
    private final Recollection recollection;
    private final RaftServer server;
    private final RaftCalls calls;
    private final RaftConfiguration group;

    /// The journal of this leadership; null: there is none.
    private final AtomicReference<@Nullable Leadership> leading = new AtomicReference<>();

    private final AtomicBoolean broken = new AtomicBoolean();
    private volatile boolean closing;

    private record Leadership(ReplicatedJournal journal, long term) {}

    private Replica(ReplicaOptions options, Identity identity, Listener listener)
            throws IOException {
        this.options = options;
        this.identity = identity;
        told = new Announcer(listener, this::lacksLeader, this::breakDown);
        applier =
                new Applier(
                        options.directory().resolve("journal"), options.logBytes(), new Events());
        recollection = new Recollection(identity.id(), options);
        calledBy =
                new AddressedCalls(
                        identity.id(),
                        new FollowerTalk(
                                options,
                                identity,
                                recollection,
                                applier,
                                this::division,
                                new NoUse()));
        server =
                RaftServer.newBuilder()
                        .setServerId(RaftPeerId.valueOf(identity.id()))
                        .setGroup(
                                RaftGroup.valueOf(
                                        RaftSettings.GROUP,
                                        identity.part() == Identity.Part.FOUNDER
                                                ? options.founders().stream()
                                                        .map(RaftSettings::peer)
                                                        .toList()
                                                : List.of()))
                        .setProperties(RaftSettings.properties(options))
                        .setParameters(RaftSettings.parameters(options, calledBy))
                        .setStateMachineRegistry(_ -> applier)
                        .setOption(RaftStorage.StartupOption.RECOVER)
                        .build();
        calls = new RaftCalls(server);
        group =
                new RaftConfiguration(
                        server,
                        calls,
                        identity,
                        new Member(identity.id(), options.address(), options.replication()),
                        options.electionMax(),
                        applier.copies()::makeForNewcomer);
    }

    /// Starts a member, which goes on where it was.
    ///
    /// @param listener hears what becomes of it, first that it follows or leads
    /// @throws JournalException in one line when its directory or its port cannot be used
    public static Replica start(ReplicaOptions options, Listener listener) throws JournalException {
        RaftRuntime.tame();
        requireFree(options.replication());
        Identity identity = Identity.of(options);
        try {
            RaftRuntime.loadFrom(options.directory());
            Replica replica = new Replica(options, identity, listener);
            boolean started = false;
            try {
                replica.server.start();
                // The group is opened beside the start; what its disk says against it is said here.
                replica.recollection.requireAddress(replica.division());
                replica.told.lookEvery(options.electionMax());
                started = true;
                return replica;
            } finally {
                if (!started) {
                    replica.close();
                }
            }
        } catch (JournalException e) {
            throw e;
        } catch (IOException | CompletionException | ExitUtils.ExitException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof JournalException its) {
                    throw its;
                }
                if (cause instanceof UnsatisfiedLinkError) {
                    throw new JournalException(
                            "a member must be able to load native code, for TLS, from the directory for temporary files or from %s, can from neither (are they mounted noexec?); choose another directory with --data, or another for temporary files with -Djava.io.tmpdir"
                                    .formatted(options.directory()),
                            e);
                }
            }
            throw new JournalException(
                    "a member must be one that can be started, that in %s cannot: %s"
                            .formatted(options.directory(), e.getMessage()),
                    e);
        }
    }

    private static void requireFree(String address) throws JournalException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(
                    new InetSocketAddress(
                            InetAddress.getByName(HostPort.host(address)), HostPort.port(address)));
        } catch (IOException e) {
            throw new JournalException(
                    "a member must listen on an address of this machine with a free port, cannot on %s: %s; choose another"
                            .formatted(address, e.getMessage()),
                    e);
        }
    }

    /// What Raft says, with its locks held.
    private final class Events implements Applier.Events {

        @Override
        public void ready() {
            DivisionInfo info = info();
            long term = info == null ? 0 : info.getCurrentTerm();
            Leadership begun =
                    new Leadership(
                            new ReplicatedJournal(
                                    applier,
                                    new Proposals(term, true),
                                    options.pieceBytes(),
                                    InstantSource.system()),
                            term);
            endLeadership(leading.getAndSet(begun));
            // Where it was lost before this was set, nobody else ends it.
            if (info == null || !info.isLeaderReady() || info.getCurrentTerm() != term) {
                if (leading.compareAndSet(begun, null)) {
                    endLeadership(begun);
                }
                return;
            }
            told.leads(begun.journal(), term);
        }

        @Override
        public void notLeader() {
            Leadership ended = leading.getAndSet(null);
            endLeadership(ended);
            if (ended != null) {
                told.follows(Optional::empty);
            }
        }

        @Override
        public void leader(String id) {
            if (!id.equals(identity.id())) {
                endLeadership(leading.getAndSet(null));
                told.follows(() -> group.find(id));
            }
        }

        @Override
        public void broken(JournalException why) {
            breakDown(why);
        }

        @Override
        public void copied() {
            calls.cutLog(options.patience());
        }

        @Override
        public void ended() {
            if (closing) {
                return;
            }
            // Who has just begun, and was away when it was removed, has nothing that says so.
            if (group.isWithoutThis()) {
                told.later(
                        Duration.ZERO,
                        () -> breakDown(identity.rememberRemoved(options.directory())));
            } else {
                breakDown(
                        new JournalException(
                                "a member must stay in its group, Raft has ended %s in %s: it was removed while it was away, or something failed, which is logged then; kitchen coordinator status of another member tells whether it is still listed: if it is not, empty the directory, start it, and take it in under its new id with kitchen coordinator add, else start it again"
                                        .formatted(identity.id(), options.directory())));
            }
        }
    }

    private static void endLeadership(@Nullable Leadership ended) {
        if (ended != null) {
            ended.journal()
                    .fail(
                            new JournalException(
                                    "a coordinator must lead to write, this one leads no more since its term %d"
                                            .formatted(ended.term())));
        }
    }

    private void breakDown(JournalException why) {
        endLeadership(leading.getAndSet(null));
        if (broken.compareAndSet(false, true) && !closing) {
            told.broken(why);
        }
    }

    /// What a leader's messages show of this member.
    private final class NoUse implements FollowerTalk.Unfit {

        @Override
        public void isAnother(JournalException why) {
            breakDown(why);
        }

        @Override
        public void hasEnded(JournalException why) {
            told.later(options.electionMax().multipliedBy(ENDING_ELECTIONS), () -> breakDown(why));
        }
    }

    /// Whether this member belongs to a group, and knows of nobody who leads it.
    private boolean lacksLeader() {
        DivisionInfo info = info();
        return info != null
                && info.isAlive()
                && info.getLeaderId() == null
                && group.isTakenIn()
                && !broken.get();
    }

    private RaftServer.Division division() throws IOException {
        return server.getDivision(RaftSettings.GROUP);
    }

    private @Nullable DivisionInfo info() {
        try {
            return division().getInfo();
        } catch (IOException _) {
            return null;
        }
    }

    // Proposals.

    /// The way to the group while this member leads in one term.
    private final class Proposals implements ReplicatedJournal.Proposals {
        private final long term;
        private final boolean only;

        /// @param only whether the leadership ends with its journal
        Proposals(long term, boolean only) {
            this.term = term;
            this.only = only;
        }

        @Override
        public Answer propose(Command command) throws JournalException {
            return Replica.this.propose(command, term);
        }

        @Override
        public void abandon() {
            Leadership its = leading.get();
            if (only && its != null && its.term() == term) {
                stepDown();
            }
        }
    }

    private Answer propose(Command command, long term) throws JournalException {
        Leadership its = leading.get();
        if (its == null || its.term() != term) {
            throw new JournalException(
                    "a coordinator must lead to write, this one leads no more since its term "
                            + term);
        }
        try {
            return Answer.decode(calls.write(command, options.patience()).getContent());
        } catch (TimeoutException e) {
            stepDown();
            throw new JournalException(
                    "a majority of the members must keep what is written within %s, did not; see which of them are there"
                            .formatted(options.patience()),
                    e);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private static JournalException lost(Throwable e) {
        return new JournalException("a coordinator must lead to write, this one leads no more", e);
    }

    /// Leads no more, whoever does. Nobody waits for it.
    private void stepDown() {
        Leadership ended = leading.getAndSet(null);
        endLeadership(ended);
        if (ended != null) {
            told.follows(Optional::empty);
        }
        try {
            calls.stepDown(options.electionMax());
        } catch (IOException e) {
            LOG.debug("A leader could not step down, it had ended already.", e);
        }
    }

    /// Another journal of the same leadership, for tests.
    Journal another() {
        Leadership its = leading.get();
        if (its == null) {
            throw new IllegalStateException("a member must lead to have a journal, does not");
        }
        return new ReplicatedJournal(
                applier,
                new Proposals(its.term(), false),
                options.pieceBytes(),
                InstantSource.system());
    }

    /// This member's own id, which is its directory's.
    public String id() {
        return identity.id();
    }

    /// Who belongs to the group, and how that is changed.
    public GroupConfiguration group() {
        return group;
    }

    /// Leaves the others, who go on; what this member has stays on its disk. From now on the
    /// listener is told nothing more; what it is being told it may still be busy with.
    @Override
    public void close() {
        closing = true;
        told.close();
        endLeadership(leading.getAndSet(null));
        calledBy.end();
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("A member ended badly.", e);
        }
    }
}
