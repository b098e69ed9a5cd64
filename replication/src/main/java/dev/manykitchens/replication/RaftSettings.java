package dev.manykitchens.replication;

import dev.manykitchens.coordinator.membership.Member;

import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// What Ratis is told, by its own methods alone: it passes over names that it does not know.
final class RaftSettings {

    /// Every group has this name: who belongs to it is said by its configuration and certificates.
    static final RaftGroupId GROUP =
            RaftGroupId.valueOf(UUID.fromString("6d616e79-6b69-7463-6865-6e7300000001"));

    /// A piece of an entry, and what is around it.
    private static final int MESSAGE_BYTES = 16 << 20;

    /// One is read whole where it is not in memory any more.
    private static final int SEGMENT_BYTES = 8 << 20;

    private static final int SEGMENTS_IN_MEMORY = 2;
    private static final int MEMORY_BYTES = 32 << 20;

    /// What is sent together: more than a piece. What is written together must be more than that.
    private static final int TOGETHER_BYTES = 5 << 20;

    private static final int WRITTEN_BYTES = 6 << 20;

    /// A leader sends so much ahead of the answers of each member, and that is in memory at both.
    private static final int UNANSWERED = 4;

    private static final int ALLOCATED_BYTES = 1 << 20;

    /// A copy of the database travels in parts of so much.
    static final int COPY_CHUNK_BYTES = 4 << 20;

    /// A newcomer that lacks so many entries has caught up.
    private static final int CAUGHT_UP_ENTRIES = 10;

    /// How often a leader tries again to reach a member that is away. Usually it does so every five
    /// seconds after a while, and one that is back, but not talked to, does not count for a
    /// majority when the next one is restarted.
    private static final String TRIED_AGAIN = "1ms,10, 300ms,1000000000";

    private static final Duration NEWCOMER_SILENCE = Duration.ofSeconds(15);
    private static final Duration ANSWERS_KEPT = Duration.ofSeconds(5);

    private RaftSettings() {}

    static RaftProperties properties(ReplicaOptions options) {
        RaftProperties p = new RaftProperties();
        RaftConfigKeys.Rpc.setType(p, SupportedRpcType.GRPC);
        String host = HostPort.host(options.replication());
        GrpcConfigKeys.Server.setHost(p, host);
        GrpcConfigKeys.Server.setPort(p, HostPort.port(options.replication()));
        GrpcConfigKeys.Admin.setHost(p, host);
        GrpcConfigKeys.Client.setHost(p, host);
        GrpcConfigKeys.setMessageSizeMax(p, bytes(MESSAGE_BYTES));
        GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(p, UNANSWERED);
        RaftServerConfigKeys.setStorageDir(
                p, List.of(options.directory().resolve("raft").toFile()));
        RaftServerConfigKeys.setRemovedGroupsDir(
                p, options.directory().resolve("raft-removed").toFile());
        RaftServerConfigKeys.setStagingCatchupGap(p, CAUGHT_UP_ENTRIES);
        RaftServerConfigKeys.setStagingTimeout(p, time(NEWCOMER_SILENCE));
        RaftServerConfigKeys.Rpc.setTimeoutMin(p, time(options.electionMin()));
        RaftServerConfigKeys.Rpc.setTimeoutMax(p, time(options.electionMax()));
        // One that lost its majority for a moment may be the only one that has the whole log:
        // usually it would not stand for election for ten seconds, and nobody would lead.
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(
                p, time(options.electionMax()));
        RaftServerConfigKeys.Log.Appender.setRetryPolicy(p, TRIED_AGAIN);
        RaftServerConfigKeys.RetryCache.setExpiryTime(p, time(ANSWERS_KEPT));
        RaftServerConfigKeys.Log.setSegmentSizeMax(p, bytes(SEGMENT_BYTES));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(p, SEGMENTS_IN_MEMORY);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(p, bytes(MEMORY_BYTES));
        RaftServerConfigKeys.Log.setPreallocatedSize(p, bytes(ALLOCATED_BYTES));
        RaftServerConfigKeys.Log.setWriteBufferSize(p, bytes(WRITTEN_BYTES));
        RaftServerConfigKeys.Log.setPurgeGap(p, 1);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(p, true);
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(p, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(p, false);
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(p, bytes(TOGETHER_BYTES));
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(p, bytes(COPY_CHUNK_BYTES));
        RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(p, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(p, false);
        RaftServerConfigKeys.Snapshot.setCreationGap(p, 1);
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(p, 1);
        return p;
    }

    /// @param calls what the others may say to this member
    static Parameters parameters(ReplicaOptions options, AddressedCalls calls) {
        Parameters parameters = new Parameters();
        GrpcConfigKeys.Server.setServicesCustomizer(
                parameters, (server, _) -> server.intercept(calls));
        options.tls()
                .ifPresent(tls ->
                        GrpcConfigKeys.TLS.setConf(
                                parameters, new GrpcTlsConfig(tls.own(), tls.trusted(), true)));
        return parameters;
    }

    /// A member, as Raft knows it. Where it serves stands in a field that is meant for something
    /// that is switched off: it goes wherever the configuration does.
    static RaftPeer peer(Member member) {
        return RaftPeer.newBuilder()
                .setId(member.id())
                .setAddress(member.replication())
                .setDataStreamAddress(member.address())
                .build();
    }

    /// See [#peer].
    static Member member(RaftPeer peer) {
        return new Member(peer.getId().toString(), peer.getDataStreamAddress(), peer.getAddress());
    }

    private static SizeInBytes bytes(long bytes) {
        return SizeInBytes.valueOf(bytes);
    }

    private static TimeDuration time(Duration duration) {
        return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
    }
}
