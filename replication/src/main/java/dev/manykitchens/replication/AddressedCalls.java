package dev.manykitchens.replication;

import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Lets through what is for this member, and nothing that is for another one.
///
/// A member whose disk was lost comes back at its old address under another id. Until it is
/// replaced the others go on talking to the one that was there; Ratis hears whoever speaks its
/// group's name, takes the group's configuration from that, finds that it is not in it, and ends
/// itself.
///
/// And nothing more is heard by a member that is found to be of no use to its group.
final class AddressedCalls implements ServerInterceptor {

    private final String id;

    private final Talk talk;

    private volatile boolean ended;

    /// What is behind what leader and member say to each other.
    interface Talk {

        /// Why this member hears nothing more of a leader, for that one's log: what follows "member
        /// X". Empty: it hears this.
        Optional<String> refusal(AppendEntriesRequestProto request);

        /// The last entry that is in this member's journal, and its log on its disk.
        long kept();
    }

    /// @param id this member's
    AddressedCalls(String id, Talk talk) {
        this.id = id;
        this.talk = talk;
    }

    /// Nothing is let through any more. What ends takes its parts down one after the other, and
    /// would say of each message that comes meanwhile that it failed.
    void end() {
        ended = true;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(
                next.startCall(new CertainAnswers<>(call), headers)) {

            private boolean refused;

            @Override
            public void onMessage(Q message) {
                if (refused) {
                    return;
                }
                RaftRpcRequestProto to = addressOf(message);
                if (ended) {
                    refuse(Status.UNAVAILABLE, "ends");
                } else if (to != null && !isOurs(to)) {
                    refuse(
                            Status.FAILED_PRECONDITION,
                            "is here, the message was for " + to.getReplyId().toStringUtf8());
                } else if (message instanceof AppendEntriesRequestProto entries) {
                    talk.refusal(entries)
                            .ifPresentOrElse(
                                    why -> {
                                        end();
                                        refuse(Status.FAILED_PRECONDITION, why);
                                    },
                                    () -> super.onMessage(heard(message)));
                } else {
                    super.onMessage(message);
                }
            }

            private void refuse(Status status, String why) {
                refused = true;
                call.close(
                        status.withDescription("member %s %s".formatted(id, why)), new Metadata());
                // As after a connection that broke: what was begun for it is let go of.
                super.onCancel();
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }

            @Override
            public void onCancel() {
                if (!refused) {
                    super.onCancel();
                }
            }
        };
    }

    /// Says no more of this member than it has kept.
    private final class CertainAnswers<Q, A> extends SimpleForwardingServerCall<Q, A> {

        CertainAnswers(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        @SuppressWarnings("unchecked") // of the same class
        public void sendMessage(A message) {
            super.sendMessage(
                    message instanceof AppendEntriesReplyProto answer
                            ? (A) Recollection.certain(answer, talk.kept())
                            : message);
        }
    }

    @SuppressWarnings("unchecked") // of the same class
    private static <Q> Q heard(Q message) {
        return message instanceof AppendEntriesRequestProto request
                ? (Q) Recollection.ofOthers(request)
                : message;
    }

    private boolean isOurs(RaftRpcRequestProto to) {
        return to.getReplyId().toStringUtf8().equals(id);
    }

    /// From whom to whom; null for what is between members and nobody's, such as a question of the
    /// administration.
    private static @Nullable RaftRpcRequestProto addressOf(Object message) {
        return switch (message) {
            case AppendEntriesRequestProto its -> its.getServerRequest();
            case InstallSnapshotRequestProto its -> its.getServerRequest();
            case RequestVoteRequestProto its -> its.getServerRequest();
            case StartLeaderElectionRequestProto its -> its.getServerRequest();
            case ReadIndexRequestProto its -> its.getServerRequest();
            default -> null;
        };
    }
}
