package dev.manykitchens.replication;

import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;

import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.ReconfigurationTimeoutException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.apache.ratis.protocol.exceptions.TransferLeadershipException;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.raftlog.RaftLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;

/// The configuration of a group as one member's Raft server has it.
final class RaftConfiguration implements GroupConfiguration {

    /// How long a change may take, and a newcomer to get what the group has.
    private static final Duration CHANGE_LIMIT = Duration.ofMinutes(10);

    /// A member hands over within so many of the longest time-outs of an election.
    private static final int HAND_OVER_ELECTIONS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(RaftConfiguration.class);

    private final RaftServer server;
    private final RaftCalls calls;
    private final Identity identity;
    private final Member self;
    private final Duration electionMax;
    private final Runnable beforeNewcomer;

    /// @param server this member's
    /// @param self this member, as the others are to know it
    /// @param electionMax see [ReplicaOptions#electionMax]
    /// @param beforeNewcomer makes ready what a newcomer is to get, and returns when it is
    RaftConfiguration(
            RaftServer server,
            RaftCalls calls,
            Identity identity,
            Member self,
            Duration electionMax,
            Runnable beforeNewcomer) {
        this.server = server;
        this.calls = calls;
        this.identity = identity;
        this.self = self;
        this.electionMax = electionMax;
        this.beforeNewcomer = beforeNewcomer;
    }

    // As it is.

    @Override
    public List<MemberState> members() {
        try {
            RaftServer.Division division = server.getDivision(RaftSettings.GROUP);
            DivisionInfo info = division.getInfo();
            boolean takenIn = isTakenIn();
            Map<String, Long> committed = committed(division);
            Map<String, Heard> heard = heard(division);
            List<MemberState> members = new ArrayList<>();
            for (RaftPeer peer : division.getRaftConf().getAllPeers(RaftPeerRole.FOLLOWER)) {
                String id = peer.getId().toString();
                boolean here = id.equals(self.id());
                boolean leads = here ? info.isLeader() : peer.getId().equals(info.getLeaderId());
                long its = committed.getOrDefault(id, RaftLog.INVALID_LOG_INDEX);
                Optional<Heard> followed =
                        here ? Optional.empty() : Optional.ofNullable(heard.get(id));
                members.add(
                        new MemberState(
                                RaftSettings.member(peer),
                                here && !takenIn
                                        ? MemberState.Role.NEWCOMER
                                        : leads
                                                ? MemberState.Role.LEADER
                                                : MemberState.Role.FOLLOWER,
                                here,
                                here ? entriesTo(info.getLastAppliedIndex()) : entriesTo(its),
                                followed.map(Heard::behind).orElse(OptionalLong.empty()),
                                followed.map(Heard::silent)));
            }
            return members.isEmpty() ? List.of(alone()) : List.copyOf(members);
        } catch (IOException _) {
            return List.of(alone());
        }
    }

    private static OptionalLong entriesTo(long place) {
        return place < 0 ? OptionalLong.empty() : OptionalLong.of(place + 1);
    }

    /// The place in the log up to which each is known to have what the group agreed on, by its id.
    private static Map<String, Long> committed(RaftServer.Division division) {
        Map<String, Long> committed = new HashMap<>();
        for (CommitInfoProto each : division.getCommitInfos()) {
            committed.put(each.getServer().getId().toStringUtf8(), each.getCommitIndex());
        }
        return committed;
    }

    /// What a leader knows of one that follows it.
    ///
    /// @param silent since its last answer; where it never answered, since a time-out of an
    ///   election before this leadership began
    /// @param behind see [MemberState#behind]
    private record Heard(Duration silent, OptionalLong behind) {}

    /// What is known of each that follows, by its id: only the leader knows. Raft counts what each
    /// has in the order in which it lists them; where one came or went between the two answers,
    /// that is not known.
    private static Map<String, Heard> heard(RaftServer.Division division) {
        Map<String, Heard> heard = new HashMap<>();
        DivisionInfo info = division.getInfo();
        if (info.isLeader()) {
            long last = division.getRaftLog().getNextIndex() - 1;
            List<ServerRpcProto> followers =
                    info.getRoleInfoProto().getLeaderInfo().getFollowerInfoList();
            long[] has = info.getFollowerMatchIndices();
            boolean same = has != null && has.length == followers.size();
            for (int i = 0; i < followers.size(); i++) {
                ServerRpcProto each = followers.get(i);
                heard.put(
                        each.getId().getId().toStringUtf8(),
                        new Heard(
                                Duration.ofMillis(each.getLastRpcElapsedTimeMs()),
                                same ? behind(last, has[i]) : OptionalLong.empty()));
            }
        }
        return heard;
    }

    /// @param has the last entry that a member is known to have; less than any: it never said
    private static OptionalLong behind(long last, long has) {
        return has < 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(0, last - has));
    }

    private MemberState alone() {
        return new MemberState(
                self,
                isTakenIn() ? MemberState.Role.FOLLOWER : MemberState.Role.NEWCOMER,
                true,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    @Override
    public boolean isTakenIn() {
        try {
            return server.getDivision(RaftSettings.GROUP).getRaftConf().getPeer(server.getId())
                    != null;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public boolean waitsToBeTakenIn() {
        return identity.part() == Identity.Part.ADDED;
    }

    /// Whether this member knows that the group goes on without it. A removed member is told of the
    /// step towards that and no more, which names both those before and those after.
    boolean isWithoutThis() {
        try {
            org.apache.ratis.server.RaftConfiguration its =
                    server.getDivision(RaftSettings.GROUP).getRaftConf();
            return hasThis(its.getPreviousPeers()) && !hasThis(its.getCurrentPeers());
        } catch (IOException _) {
            return false;
        }
    }

    private boolean hasThis(Collection<RaftPeer> peers) {
        return peers.stream().anyMatch(peer -> peer.getId().equals(server.getId()));
    }

    /// The member of the group that has this id.
    Optional<Member> find(String id) {
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

    // How it is changed.

    @Override
    public void add(Member member) throws ReplicationException {
        List<RaftPeer> now = peers();
        requireUnknown(now, member);
        List<RaftPeer> next = new ArrayList<>(now);
        next.add(RaftSettings.peer(member));
        takeIn(now, next, "member %s must be one that can be added".formatted(member.id()));
    }

    @Override
    public void replace(String lost, Member by) throws ReplicationException {
        List<RaftPeer> now = peers();
        requireUnknown(now, by);
        List<RaftPeer> next = without(now, lost);
        next.add(RaftSettings.peer(by));
        takeIn(
                now,
                next,
                "member %s must be one that can be replaced by %s".formatted(lost, by.id()));
    }

    @Override
    public void remove(String id) throws ReplicationException {
        List<RaftPeer> now = peers();
        change(
                now,
                without(now, id),
                "member %s must be one that can be removed".formatted(id),
                CHANGE_LIMIT);
    }

    @Override
    public void handOver(String to) throws ReplicationException {
        requirePeer(peers(), to);
        Duration limit = electionMax.multipliedBy(HAND_OVER_ELECTIONS);
        long began = System.nanoTime();
        try {
            calls.handOver(RaftPeerId.valueOf(to), limit, limit.plus(electionMax));
        } catch (TimeoutException | TransferLeadershipException e) {
            if (System.nanoTime() - began < limit.toNanos()) {
                letAnyLead();
            }
            throw new ReplicationException(
                    "member %s must be one that can lead, did not take over within %d s; see whether it runs, can be reached and is up to date: kitchen coordinator status"
                            .formatted(to, limit.toSeconds()),
                    e);
        } catch (IOException e) {
            throw new ReplicationException(
                    "member %s must be one that can lead, does not: %s; see kitchen coordinator status"
                            .formatted(to, reason(e)),
                    e);
        }
    }

    /// Where a hand-over fails at once, and not by its limit, Raft goes on as if it still handed
    /// over (`TransferLeadership.start`, 3.3.0): it leads, and refuses whatever is written.
    private void letAnyLead() {
        try {
            calls.stepDown(electionMax);
        } catch (IOException e) {
            LOG.debug("A leader could not step down, it had ended already.", e);
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
                                                .flatMap(id -> find(id.toString()))
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

    private void takeIn(List<RaftPeer> now, List<RaftPeer> next, String must)
            throws ReplicationException {
        long began = System.nanoTime();
        beforeNewcomer.run();
        Duration left = CHANGE_LIMIT.minusNanos(System.nanoTime() - began);
        if (!left.isPositive()) {
            throw new ReplicationException(
                    "%s, was not: the copy for it took longer than %d min; try again, it is there now"
                            .formatted(must, CHANGE_LIMIT.toMinutes()));
        }
        change(now, next, must, left);
    }

    private void change(List<RaftPeer> now, List<RaftPeer> next, String must, Duration limit)
            throws ReplicationException {
        try {
            calls.configure(now, next, limit);
        } catch (TimeoutException | IOException e) {
            throw new ReplicationException(
                    "%s, was not: %s; see whether it runs and can be reached"
                            .formatted(must, reason(e)),
                    e);
        }
    }

    /// In our words, where Raft's failure is one that is known.
    private static String reason(Exception e) {
        return switch (e) {
            case TimeoutException _ -> "it took too long";
            case ReconfigurationTimeoutException _ -> "it did not come up to date in time";
            case ReconfigurationInProgressException _ -> "another change is not finished yet";
            case SetConfigurationException _ -> "the members were changed meanwhile";
            case NotLeaderException _ -> "the member that was asked leads no more";
            case LeaderNotReadyException _ -> "the one that leads has just begun";
            case LeaderSteppingDownException _ -> "the one that leads is handing over to another";
            default -> {
                String message = e.getMessage();
                yield message == null
                        ? e.getClass().getSimpleName()
                        : message.lines().findFirst().orElse(message);
            }
        };
    }
}
