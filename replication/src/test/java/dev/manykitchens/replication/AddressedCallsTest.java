package dev.manykitchens.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftClientRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// What reaches a member, and what does not.
class AddressedCallsTest {

    /// What the service heard, and how the call was closed.
    private final List<String> heard = new ArrayList<>();

    private Optional<String> refusal = Optional.empty();

    private final AddressedCalls calls =
            new AddressedCalls(
                    "here",
                    new AddressedCalls.Talk() {
                        @Override
                        public Optional<String> refusal(AppendEntriesRequestProto request) {
                            return refusal;
                        }

                        @Override
                        public long kept() {
                            return 7;
                        }
                    });

    private final ServerCall.Listener<Object> call =
            calls.interceptCall(new Call(), new Metadata(), (_, _) -> new Service());

    private static RaftRpcRequestProto to(String id) {
        return RaftRpcRequestProto.newBuilder().setReplyId(ByteString.copyFromUtf8(id)).build();
    }

    /// Every message that one member sends to another.
    static Stream<Function<String, Object>> betweenMembers() {
        return Stream.of(
                id -> AppendEntriesRequestProto.newBuilder().setServerRequest(to(id)).build(),
                id -> InstallSnapshotRequestProto.newBuilder().setServerRequest(to(id)).build(),
                id -> RequestVoteRequestProto.newBuilder().setServerRequest(to(id)).build(),
                id -> StartLeaderElectionRequestProto.newBuilder().setServerRequest(to(id)).build(),
                id -> ReadIndexRequestProto.newBuilder().setServerRequest(to(id)).build());
    }

    @ParameterizedTest
    @MethodSource("betweenMembers")
    void whatIsForThisMemberIsHeard(Function<String, Object> message) {
        call.onMessage(message.apply("here"));
        call.onMessage(message.apply("here"));
        call.onHalfClose();

        assertThat(heard).containsExactly("message", "message", "half-close");
    }

    @ParameterizedTest
    @MethodSource("betweenMembers")
    void whatIsForTheOneThatWasHereIsRefusedAndNothingBehindItIsHeard(
            Function<String, Object> message) {
        call.onMessage(message.apply("here"));
        call.onMessage(message.apply("was-here"));
        call.onMessage(message.apply("here"));
        call.onHalfClose();
        call.onCancel();

        assertThat(heard)
                .containsExactly(
                        "message",
                        "FAILED_PRECONDITION: member here is here, the message was for was-here",
                        "cancel");
    }

    @Test
    void whatIsForNoMemberInParticularIsHeard() {
        call.onMessage(RaftClientRequestProto.getDefaultInstance());

        assertThat(heard).containsExactly("message");
    }

    @ParameterizedTest
    @MethodSource("betweenMembers")
    void aMemberThatEndsHearsNothingMore(Function<String, Object> message) {
        call.onMessage(message.apply("here"));
        calls.end();
        call.onMessage(message.apply("here"));
        call.onMessage(message.apply("here"));

        assertThat(heard).containsExactly("message", "UNAVAILABLE: member here ends", "cancel");
    }

    @Test
    void whoIsOfNoUseToItsGroupTellsTheLeaderWhyAndHearsNothingMore() {
        AppendEntriesRequestProto entries =
                AppendEntriesRequestProto.newBuilder().setServerRequest(to("here")).build();
        call.onMessage(entries);
        refusal = Optional.of("lacks what it had");
        call.onMessage(entries);
        refusal = Optional.empty();
        call.onMessage(entries);
        var next = calls.interceptCall(new Call(), new Metadata(), (_, _) -> new Service());
        next.onMessage(RequestVoteRequestProto.newBuilder().setServerRequest(to("here")).build());

        assertThat(heard)
                .containsExactly(
                        "message",
                        "FAILED_PRECONDITION: member here lacks what it had",
                        "cancel",
                        "UNAVAILABLE: member here ends",
                        "cancel");
    }

    @Test
    void noMoreIsSaidOfThisMemberThanIsOnItsDisk() {
        List<Long> said = new ArrayList<>();
        var answering =
                calls.interceptCall(
                        new Call() {
                            @Override
                            public void sendMessage(Object message) {
                                said.add(((AppendEntriesReplyProto) message).getFollowerCommit());
                            }
                        },
                        new Metadata(),
                        (its, _) -> {
                            for (int commit : new int[] {6, 7, 8}) {
                                its.sendMessage(
                                        AppendEntriesReplyProto.newBuilder()
                                                .setFollowerCommit(commit)
                                                .build());
                            }
                            return new Service();
                        });

        answering.onHalfClose();
        assertThat(said).containsExactly(6L, 7L, 7L);
    }

    private final class Service extends ServerCall.Listener<Object> {

        @Override
        public void onMessage(Object message) {
            heard.add("message");
        }

        @Override
        public void onHalfClose() {
            heard.add("half-close");
        }

        @Override
        public void onCancel() {
            heard.add("cancel");
        }
    }

    private class Call extends ServerCall<Object, Object> {

        @Override
        public void request(int messages) {
            throw new UnsupportedOperationException("nothing is asked of it");
        }

        @Override
        public void sendHeaders(Metadata headers) {
            throw new UnsupportedOperationException("nothing is answered");
        }

        @Override
        public void sendMessage(Object message) {
            throw new UnsupportedOperationException("nothing is answered");
        }

        @Override
        public void close(Status status, Metadata trailers) {
            heard.add(status.getCode() + ": " + status.getDescription());
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Object, Object> getMethodDescriptor() {
            throw new UnsupportedOperationException("nobody asks for it");
        }
    }
}
