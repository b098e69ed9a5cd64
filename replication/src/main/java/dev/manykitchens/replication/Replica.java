package dev.manykitchens.replication;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;

import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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

    /// How long a newcomer may take to get what the group has, when it is added.
    private static final Duration CATCH_UP = Duration.ofMinutes(10);

    private static final String NO_UNSAFE = "org.apache.ratis.thirdparty.io.netty.noUnsafe";

    /// Held, or the setting would go with the logger: what Ratis' own copy of gRPC says of itself.
    private static final java.util.logging.Logger TRANSPORT =
            java.util.logging.Logger.getLogger("org.apache.ratis.thirdparty.io.grpc");

    static {
        TRANSPORT.setLevel(java.util.logging.Level.WARNING);
        // A port that is taken would end the process without a word of ours; and so would whatever
        // any thread of this process throws: Ratis makes itself the handler of that.
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        ExitUtils.disableSystemExit();
        ExitUtils.setTerminateOnUncaughtException(false);
        Thread.setDefaultUncaughtExceptionHandler(before);
        // Java warns of how its copy of Netty gets memory, which goes another way then.
        if (System.getProperty(NO_UNSAFE) == null) {
            System.setProperty(NO_UNSAFE, "true");
        }
    }

    private final ReplicaOptions options;
    private final Identity identity;
    private final Listener listener;
    private final Applier applier;
    private final RaftServer server;
    private final ExecutorService told =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("replica-listener").factory());
    private final ClientId ourselves = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    /// The journal of this leadership; null: there is none.
    private final AtomicReference<@Nullable Leadership> leading = new AtomicReference<>();

    private final AtomicBoolean broken = new AtomicBoolean();
    private volatile boolean closing;

    private record Leadership(ReplicatedJournal journal, long term) {}

    private Replica(ReplicaOptions options, Identity identity, Listener listener)
            throws IOException {
        this.options = options;
        this.identity = identity;
        this.listener = listener;
        applier =
                new Applier(
                        options.directory().resolve("journal"), options.logBytes(), new Events());
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
                        .setParameters(RaftSettings.parameters(options, identity.id()))
                        .setStateMachineRegistry(_ -> applier)
                        .setOption(RaftStorage.StartupOption.RECOVER)
                        .build();
    }

    /// Starts a member, which goes on where it was.
    ///
    /// @param listener hears what becomes of it, first that it follows or leads
    /// @throws JournalException in one line when its directory or its port cannot be used
    public static Replica start(ReplicaOptions options, Listener listener) throws JournalException {
        requireFree(options.address());
        Identity identity = Identity.of(options);
        try {
            Replica replica = new Replica(options, identity, listener);
            boolean started = false;
            try {
                replica.server.start();
                // The group is opened beside the start; what its disk says against it is said here.
                RaftServer.Division _ = replica.server.getDivision(RaftSettings.GROUP);
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
                            InetAddress.getByName(Member.host(address)), Member.port(address)));
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
            tell(() -> listener.leads(begun.journal(), term));
        }

        @Override
        public void notLeader() {
            Leadership ended = leading.getAndSet(null);
            endLeadership(ended);
            if (ended != null) {
                tell(() -> listener.follows(Optional.empty()));
            }
        }

        @Override
        public void leader(String id) {
            if (!id.equals(identity.id())) {
                endLeadership(leading.getAndSet(null));
                tell(() -> listener.follows(memberOf(id)));
            }
        }

        @Override
        public void broken(JournalException why) {
            breakDown(why);
        }

        @Override
        public void copied() {
            cutLog();
        }

        @Override
        public void ended() {
            if (!closing) {
                breakDown(
                        new JournalException(
                                "a member must stay in its group, %s in %s was removed or has failed; see the log"
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

    private void tell(Runnable what) {
        run(
                told,
                () -> {
                    try {
                        what.run();
                    } catch (RuntimeException e) {
                        breakDown(
                                new JournalException(
                                        "a listener must not fail, please report this: " + e, e));
                    }
                });
    }

    /// Nothing is begun any more once this closes. Nobody is interrupted: whoever writes a file
    /// then would lose it.
    private void run(ExecutorService on, Runnable what) {
        try {
            on.execute(() -> {
                if (!closing) {
                    what.run();
                }
            });
        } catch (RejectedExecutionException _) {
            LOG.debug("What was to be done is not, a member is closed.");
        }
    }

    private void breakDown(JournalException why) {
        endLeadership(leading.getAndSet(null));
        if (broken.compareAndSet(false, true) && !closing) {
            tell(() -> listener.broken(why));
        }
    }

    private @Nullable DivisionInfo info() {
        try {
            return server.getDivision(RaftSettings.GROUP).getInfo();
        } catch (IOException _) {
            return null;
        }
    }

    private Optional<Member> memberOf(String id) {
        try {
            RaftPeer peer =
                    server.getDivision(RaftSettings.GROUP)
                            .getRaftConf()
                            .getPeer(RaftPeerId.valueOf(id));
            return Optional.ofNullable(peer).map(RaftSettings::member);
        } catch (IOException _) {
            return Optional.empty();
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
        RaftClientReply reply;
        try {
            reply =
                    await(
                            server.submitClientRequestAsync(
                                    RaftClientRequest.newBuilder()
                                            .setClientId(ourselves)
                                            .setServerId(server.getId())
                                            .setGroupId(RaftSettings.GROUP)
                                            .setCallId(calls.getAndIncrement())
                                            .setMessage(Message.valueOf(command.encode()))
                                            .setType(RaftClientRequest.writeRequestType())
                                            .build()),
                            options.patience());
        } catch (TimeoutException e) {
            stepDown();
            throw new JournalException(
                    "a majority of the members must keep what is written within %s, did not; see which of them are there"
                            .formatted(options.patience()),
                    e);
        } catch (IOException e) {
            throw lost(e);
        }
        if (!reply.isSuccess()) {
            throw lost(reply.getException());
        }
        return Answer.decode(reply.getMessage().getContent());
    }

    private static JournalException lost(Throwable e) {
        return new JournalException(
                "a coordinator must lead to write, this one leads no more (%s)"
                        .formatted(e.getClass().getSimpleName()),
                e);
    }

    private static RaftClientReply await(CompletableFuture<RaftClientReply> reply, Duration limit)
            throws IOException, TimeoutException {
        try {
            return reply.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException its ? its : new IOException(e.getCause());
        }
    }

    /// Leads no more, whoever does. Nobody waits for it.
    private void stepDown() {
        Leadership ended = leading.getAndSet(null);
        endLeadership(ended);
        if (ended != null) {
            tell(() -> listener.follows(Optional.empty()));
        }
        try {
            CompletableFuture<RaftClientReply> _ =
                    server.transferLeadershipAsync(transfer(null, options.electionMax()));
        } catch (IOException e) {
            LOG.debug("A leader could not step down, it had ended already.", e);
        }
    }

    private TransferLeadershipRequest transfer(@Nullable RaftPeerId to, Duration limit) {
        return new TransferLeadershipRequest(
                ourselves,
                server.getId(),
                RaftSettings.GROUP,
                calls.getAndIncrement(),
                to,
                limit.toMillis());
    }

    private void cutLog() {
        CompletableFuture<RaftClientReply> _ =
                server.snapshotManagementAsync(
                        SnapshotManagementRequest.newCreate(
                                ourselves,
                                server.getId(),
                                RaftSettings.GROUP,
                                calls.getAndIncrement(),
                                options.patience().toMillis()));
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

    // The group.

    /// This member's own id, which is its directory's.
    public String id() {
        return identity.id();
    }

    /// This member, as the others are to know it.
    public Member self() {
        return new Member(identity.id(), options.address(), options.serves());
    }

    /// The journal to be read, as far as this member knows it: what it says may be old. Nothing can
    /// be written to it.
    ///
    /// @throws JournalException when it is closed, or the copy of another takes its place
    public Journal reading() throws JournalException {
        return applier.journal().reading();
    }

    /// Who belongs to the group, as far as this member knows; this one alone when it was not added
    /// to any.
    public List<MemberState> members() {
        try {
            RaftServer.Division division = server.getDivision(RaftSettings.GROUP);
            DivisionInfo info = division.getInfo();
            Map<String, Long> committed = new HashMap<>();
            long most = -1;
            for (CommitInfoProto each : division.getCommitInfos()) {
                committed.put(each.getServer().getId().toStringUtf8(), each.getCommitIndex());
                most = Math.max(most, each.getCommitIndex());
            }
            Map<String, Duration> silent = new HashMap<>();
            if (info.isLeader()) {
                for (ServerRpcProto each :
                        info.getRoleInfoProto().getLeaderInfo().getFollowerInfoList()) {
                    silent.put(
                            each.getId().getId().toStringUtf8(),
                            Duration.ofMillis(each.getLastRpcElapsedTimeMs()));
                }
            }
            List<MemberState> members = new ArrayList<>();
            for (RaftPeer peer : division.getRaftConf().getAllPeers(RaftPeerRole.FOLLOWER)) {
                String id = peer.getId().toString();
                boolean here = id.equals(identity.id());
                long its = committed.getOrDefault(id, -1L);
                members.add(
                        new MemberState(
                                RaftSettings.member(peer),
                                here ? info.isLeader() : peer.getId().equals(info.getLeaderId()),
                                here,
                                its,
                                most - its,
                                here && info.isLeader()
                                        ? Optional.of(Duration.ZERO)
                                        : Optional.ofNullable(silent.get(id))));
            }
            if (members.isEmpty()) {
                return List.of(alone());
            }
            return List.copyOf(members);
        } catch (IOException _) {
            return List.of(alone());
        }
    }

    /// Whether it belongs to the group, as far as it knows: one that is to be added does not yet.
    public boolean isTakenIn() {
        try {
            return server.getDivision(RaftSettings.GROUP).getRaftConf().getPeer(server.getId())
                    != null;
        } catch (IOException _) {
            return false;
        }
    }

    /// Whether it was started to be added to a group, now or once.
    public boolean waitsToBeTakenIn() {
        return identity.part() == Identity.Part.ADDED;
    }

    private MemberState alone() {
        return new MemberState(self(), false, true, -1, 0, Optional.empty());
    }

    /// Adds a member, which was started with no founders. Returns when it has what the group has.
    /// Asked of the leader.
    ///
    /// @throws ReplicationException in one line when it could not be added
    public void add(Member member) throws ReplicationException {
        List<RaftPeer> now = peers();
        requireUnknown(now, member);
        List<RaftPeer> next = new ArrayList<>(now);
        next.add(RaftSettings.peer(member));
        change(now, next, "member %s must be one that can be added".formatted(member.id()));
    }

    /// Replaces a member whose disk is lost, or that never comes back, by another one, which was
    /// started with no founders: in one step, so that the group never needs the newcomer to go on.
    /// Returns when the newcomer has what the group has. Asked of the leader.
    ///
    /// @param lost the id of the one that goes
    /// @throws ReplicationException in one line when it could not be replaced
    public void replace(String lost, Member by) throws ReplicationException {
        List<RaftPeer> now = peers();
        requireUnknown(now, by);
        List<RaftPeer> next = without(now, lost);
        next.add(RaftSettings.peer(by));
        change(
                now,
                next,
                "member %s must be one that can be replaced by %s".formatted(lost, by.id()));
    }

    /// Removes a member. Asked of the leader, which cannot remove itself.
    ///
    /// @throws ReplicationException in one line when it could not be removed
    public void remove(String id) throws ReplicationException {
        List<RaftPeer> now = peers();
        change(now, without(now, id), "member %s must be one that can be removed".formatted(id));
    }

    /// Lets another member lead, which must be up to date. Asked of the leader.
    ///
    /// @throws ReplicationException in one line when it did not take over; this one leads on then
    public void handOver(String to) throws ReplicationException {
        requirePeer(peers(), to);
        Duration limit = options.electionMax().multipliedBy(4);
        try {
            RaftClientReply reply =
                    await(
                            server.transferLeadershipAsync(transfer(RaftPeerId.valueOf(to), limit)),
                            limit.plus(options.electionMax()));
            if (!reply.isSuccess()) {
                throw reply.getException();
            }
        } catch (TimeoutException | IOException e) {
            throw new ReplicationException(
                    "member %s must be one that can lead, did not take over: %s; see whether it is up to date"
                            .formatted(to, reason(e)),
                    e);
        }
    }

    private List<RaftPeer> peers() throws ReplicationException {
        try {
            RaftServer.Division division = server.getDivision(RaftSettings.GROUP);
            if (!division.getInfo().isLeader()) {
                throw new ReplicationException(
                        "the leader must be asked, member %s is not: %s"
                                .formatted(
                                        identity.id(),
                                        Optional.ofNullable(division.getInfo().getLeaderId())
                                                .flatMap(id -> memberOf(id.toString()))
                                                .map(leader -> "ask " + leader)
                                                .orElse("nobody leads now")));
            }
            return List.copyOf(division.getRaftConf().getAllPeers(RaftPeerRole.FOLLOWER));
        } catch (ReplicationException e) {
            throw e;
        } catch (IOException e) {
            throw new ReplicationException(
                    "a member must be open to be asked, %s is not".formatted(identity.id()), e);
        }
    }

    private static void requireUnknown(List<RaftPeer> now, Member member)
            throws ReplicationException {
        for (RaftPeer peer : now) {
            if (peer.getId().toString().equals(member.id())) {
                throw new ReplicationException(
                        "a new member must have an id of its own, %s is one of the group's already"
                                .formatted(member.id()));
            }
        }
    }

    private static void requirePeer(List<RaftPeer> now, String id) throws ReplicationException {
        if (now.stream().noneMatch(peer -> peer.getId().toString().equals(id))) {
            throw new ReplicationException(
                    "a member must be one of the group's, %s, was %s"
                            .formatted(
                                    now.stream().map(peer -> peer.getId().toString()).toList(),
                                    id));
        }
    }

    private List<RaftPeer> without(List<RaftPeer> now, String id) throws ReplicationException {
        requirePeer(now, id);
        if (id.equals(identity.id())) {
            throw new ReplicationException(
                    "the leader must stay while it leads, was to go: hand over to another member first");
        }
        List<RaftPeer> left = new ArrayList<>(now);
        left.removeIf(peer -> peer.getId().toString().equals(id));
        return left;
    }

    private void change(List<RaftPeer> now, List<RaftPeer> next, String must)
            throws ReplicationException {
        try {
            RaftClientReply reply =
                    await(
                            server.setConfigurationAsync(
                                    new SetConfigurationRequest(
                                            ourselves,
                                            server.getId(),
                                            RaftSettings.GROUP,
                                            calls.getAndIncrement(),
                                            SetConfigurationRequest.Arguments.newBuilder()
                                                    .setMode(
                                                            SetConfigurationRequest.Mode
                                                                    .COMPARE_AND_SET)
                                                    .setServersInCurrentConf(now)
                                                    .setServersInNewConf(next)
                                                    .build())),
                            CATCH_UP);
            if (!reply.isSuccess()) {
                throw reply.getException();
            }
        } catch (TimeoutException | IOException e) {
            throw new ReplicationException(
                    "%s, was not: %s; see whether it runs and can be reached"
                            .formatted(must, reason(e)),
                    e);
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return e instanceof TimeoutException
                ? "it took too long"
                : message == null
                        ? e.getClass().getSimpleName()
                        : message.lines().findFirst().orElse(message);
    }

    /// Leaves the others, who go on; what this member has stays on its disk. From now on the
    /// listener is told nothing more; what it is being told it may still be busy with.
    @Override
    public void close() {
        closing = true;
        endLeadership(leading.getAndSet(null));
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("A member ended badly.", e);
        }
        told.shutdown();
    }
}
