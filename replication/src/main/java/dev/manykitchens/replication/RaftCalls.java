package dev.manykitchens.replication;

import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// What is asked of Raft, of this process' own server: nothing goes over the network before Raft
/// itself sends it. Thread-safe.
final class RaftCalls {

    private final RaftServer server;
    private final ClientId ourselves = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    RaftCalls(RaftServer server) {
        this.server = server;
    }

    /// Writes to the log, and returns when a majority has it and it is applied here.
    ///
    /// @throws TimeoutException when that took too long; it may happen all the same
    /// @throws IOException when this server does not lead
    Message write(Command command, Duration limit) throws IOException, TimeoutException {
        return answer(
                        server.submitClientRequestAsync(
                                RaftClientRequest.newBuilder()
                                        .setClientId(ourselves)
                                        .setServerId(server.getId())
                                        .setGroupId(RaftSettings.GROUP)
                                        .setCallId(calls.getAndIncrement())
                                        .setMessage(Message.valueOf(command.encode()))
                                        .setType(RaftClientRequest.writeRequestType())
                                        .build()),
                        limit)
                .getMessage();
    }

    /// Changes who belongs to the group, in one step, when it is what it is thought to be. Returns
    /// when newcomers have what the group has and it is decided.
    ///
    /// @throws TimeoutException when that took too long; it may happen all the same
    /// @throws IOException when it was not done
    void configure(List<RaftPeer> now, List<RaftPeer> next, Duration limit)
            throws IOException, TimeoutException {
        RaftClientReply _ =
                answer(
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
                        limit);
    }

    /// Lets another one lead, and returns when it does.
    ///
    /// @param limit after which this one leads on
    /// @param patience how long to wait for that
    /// @throws IOException when it did not take over
    void handOver(RaftPeerId to, Duration limit, Duration patience)
            throws IOException, TimeoutException {
        RaftClientReply _ = answer(server.transferLeadershipAsync(transfer(to, limit)), patience);
    }

    /// Leads no more, whoever does. Nobody waits for it.
    ///
    /// @throws IOException when the server has ended
    void stepDown(Duration limit) throws IOException {
        CompletableFuture<RaftClientReply> _ =
                server.transferLeadershipAsync(transfer(null, limit));
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

    /// Cuts the log up to the last copy of the database. Nobody waits for it.
    void cutLog(Duration limit) {
        CompletableFuture<RaftClientReply> _ =
                server.snapshotManagementAsync(
                        SnapshotManagementRequest.newCreate(
                                ourselves,
                                server.getId(),
                                RaftSettings.GROUP,
                                calls.getAndIncrement(),
                                limit.toMillis()));
    }

    private static RaftClientReply answer(CompletableFuture<RaftClientReply> reply, Duration limit)
            throws IOException, TimeoutException {
        try {
            RaftClientReply its = reply.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (!its.isSuccess()) {
                throw its.getException();
            }
            return its;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException its ? its : new IOException(e.getCause());
        }
    }
}
