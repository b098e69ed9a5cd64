package dev.manykitchens.coordinator.client.link;

import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.coordinator.link.MemberCodec;
import dev.manykitchens.coordinator.link.StatusCodec;
import dev.manykitchens.coordinator.link.SummaryCodec;
import dev.manykitchens.coordinator.membership.AnotherLeads;
import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.NewMember;
import dev.manykitchens.coordinator.membership.NoMembersException;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.StatusText;
import dev.manykitchens.proto.v1.AddMemberRequest;
import dev.manykitchens.proto.v1.CancelBatchRequest;
import dev.manykitchens.proto.v1.ClientServiceGrpc;
import dev.manykitchens.proto.v1.ClientServiceGrpc.ClientServiceBlockingStub;
import dev.manykitchens.proto.v1.DrainWorkerRequest;
import dev.manykitchens.proto.v1.GetStatusRequest;
import dev.manykitchens.proto.v1.HandOverRequest;
import dev.manykitchens.proto.v1.ListBatchesRequest;
import dev.manykitchens.proto.v1.ListMembersRequest;
import dev.manykitchens.proto.v1.MemberServiceGrpc;
import dev.manykitchens.proto.v1.MemberServiceGrpc.MemberServiceBlockingStub;
import dev.manykitchens.proto.v1.RemoveMemberRequest;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The calls of whoever operates a cluster. Thread-safe.
///
/// Where there are several coordinators, one that is not there or does not lead is passed over; the
/// one that answered is asked again.
public final class OperatorCalls implements AutoCloseable {

    private static final int LIMIT_SECONDS = 5;

    /// A member that is taken in is given all that the others have first. Whoever is asked gives up
    /// after ten minutes, and says so before this.
    private static final int CHANGE_LIMIT_SECONDS = 630;

    private static final String NAME = "operator";

    private final Object turning = new Object();

    // Guarded by the monitor of `turning`.
    private Dial dial;
    private ClientChannel channel;

    private OperatorCalls(Dial dial, ClientChannel channel) {
        this.dial = dial;
        this.channel = channel;
    }

    /// Nothing is connected before the first call.
    ///
    /// @throws IllegalArgumentException when a file of a certificate cannot be used
    public static OperatorCalls open(Dial dial) {
        return new OperatorCalls(dial, ClientChannel.open(dial, NAME));
    }

    /// How the cluster is now.
    public ClusterView status() {
        return StatusCodec.decode(
                asked(stub -> stub.getStatus(GetStatusRequest.getDefaultInstance())),
                System.nanoTime());
    }

    /// Asks a worker to leave.
    public void drain(String worker) {
        var _ =
                asked(stub ->
                        stub.drainWorker(
                                DrainWorkerRequest.newBuilder().setWorker(worker).build()));
    }

    /// Cancels a batch; how many of its jobs had no outcome.
    public int cancel(long batch) {
        return asked(stub ->
                        stub.cancelBatch(CancelBatchRequest.newBuilder().setBatch(batch).build()))
                .getJobs();
    }

    /// The batches that are kept or unfinished, in the order in which they came.
    public List<BatchSummary> batches() {
        return asked(stub -> stub.listBatches(ListBatchesRequest.getDefaultInstance()))
                .getBatchesList()
                .stream()
                .map(SummaryCodec::decode)
                .toList();
    }

    /// How the coordinator that answers sees the members.
    ///
    /// @throws NoMembersException when it says that it has none
    public List<MemberState> members() {
        return MemberCodec.decode(
                askedOfMember(
                        LIMIT_SECONDS,
                        stub -> {
                            try {
                                return stub.listMembers(ListMembersRequest.getDefaultInstance());
                            } catch (StatusRuntimeException e) {
                                if (isAlone(e)) {
                                    throw new NoMembersException(StatusText.of(e).sentence(), e);
                                }
                                throw e;
                            }
                        }));
    }

    /// Whether it says that it has no members, or does not know what members are. A member that
    /// starts refuses to say who they are, too, in other words.
    private static boolean isAlone(StatusRuntimeException refusal) {
        return switch (refusal.getStatus().getCode()) {
            case UNIMPLEMENTED -> true;
            case FAILED_PRECONDITION ->
                    MemberCodec.NO_MEMBERS.equals(refusal.getStatus().getDescription());
            default -> false;
        };
    }

    /// Takes a member in.
    public void add(NewMember newcomer) {
        Member member = newcomer.member();
        var _ =
                askedOfMember(
                        CHANGE_LIMIT_SECONDS,
                        stub ->
                                stub.addMember(
                                        AddMemberRequest.newBuilder()
                                                .setId(member.id())
                                                .setAddress(member.address())
                                                .setReplicationAddress(member.replication())
                                                .setReplaces(newcomer.replaces().orElse(""))
                                                .build()));
    }

    /// Lets a member go.
    public void remove(String id) {
        var _ =
                askedOfMember(
                        CHANGE_LIMIT_SECONDS,
                        stub ->
                                stub.removeMember(
                                        RemoveMemberRequest.newBuilder().setId(id).build()));
    }

    /// Lets another member lead.
    ///
    /// @param to empty: the one that has the most of the log
    public void handOver(Optional<String> to) {
        var _ =
                askedOfMember(
                        CHANGE_LIMIT_SECONDS,
                        stub ->
                                stub.handOver(
                                        HandOverRequest.newBuilder().setTo(to.orElse("")).build()));
    }

    private <T> T asked(Function<ClientServiceBlockingStub, T> call) {
        return askedOfChannel(channel ->
                call.apply(
                        ClientServiceGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)));
    }

    private <T> T askedOfMember(int limitSeconds, Function<MemberServiceBlockingStub, T> call) {
        return askedOfChannel(channel ->
                call.apply(
                        MemberServiceGrpc.newBlockingStub(channel)
                                .withDeadlineAfter(limitSeconds, TimeUnit.SECONDS)));
    }

    private <T> T askedOfChannel(Function<ManagedChannel, T> call) {
        int tries = 1;
        while (true) {
            ClientChannel asked;
            Dial dialled;
            synchronized (turning) {
                asked = channel;
                dialled = dial;
            }
            try {
                return call.apply(asked.channel());
            } catch (StatusRuntimeException e) {
                if (tries == dialled.endpoints().size()
                        || StatusText.of(e).isForGood()
                        || !isAbsent(e)) {
                    throw new IllegalStateException(sentence(dialled, e), e);
                }
                tries++;
                turnFrom(asked);
            }
        }
    }

    /// Whether there is nobody who leads: another may.
    private static boolean isAbsent(StatusRuntimeException failure) {
        return switch (failure.getStatus().getCode()) {
            case DEADLINE_EXCEEDED, UNAVAILABLE, INTERNAL -> true;
            default -> false;
        };
    }

    /// Asks the next coordinator from now on, unless somebody else has turned already.
    private void turnFrom(ClientChannel asked) {
        synchronized (turning) {
            if (channel == asked) {
                Dial next = dial.next();
                channel = ClientChannel.open(next, NAME);
                dial = next;
                asked.cut();
            }
        }
    }

    private static String sentence(Dial dial, StatusRuntimeException failure) {
        StatusText text = StatusText.of(failure);
        String said = text.sentence();
        if (text.isForGood()) {
            return said;
        }
        return switch (failure.getStatus().getCode()) {
            case DEADLINE_EXCEEDED ->
                    "the coordinator at %s must answer within %d s, did not: %s"
                            .formatted(dial.endpoints(), LIMIT_SECONDS, said);
            // Those who refuse at once kept nobody waiting.
            case UNAVAILABLE, INTERNAL -> AnotherLeads.orAbsent(dial.endpoints(), said);
            default -> said;
        };
    }

    @Override
    public void close() {
        synchronized (turning) {
            channel.cut();
        }
    }
}
