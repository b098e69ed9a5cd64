package dev.manykitchens.coordinator.link;

import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.Membership;
import dev.manykitchens.proto.v1.AddMemberRequest;
import dev.manykitchens.proto.v1.AddMemberResponse;
import dev.manykitchens.proto.v1.HandOverRequest;
import dev.manykitchens.proto.v1.HandOverResponse;
import dev.manykitchens.proto.v1.ListMembersRequest;
import dev.manykitchens.proto.v1.ListMembersResponse;
import dev.manykitchens.proto.v1.MemberServiceGrpc;
import dev.manykitchens.proto.v1.RemoveMemberRequest;
import dev.manykitchens.proto.v1.RemoveMemberResponse;

import io.grpc.stub.StreamObserver;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// The service for those who change the members.
final class MemberCalls extends MemberServiceGrpc.MemberServiceImplBase {

    private final Optional<Membership> membership;

    /// @param membership empty: it is one alone
    MemberCalls(Optional<Membership> membership) {
        this.membership = membership;
    }

    @Override
    public void listMembers(
            ListMembersRequest request, StreamObserver<ListMembersResponse> responses) {
        answer(responses, Membership::members, MemberCodec::encode);
    }

    @Override
    public void addMember(AddMemberRequest request, StreamObserver<AddMemberResponse> responses) {
        answer(
                responses,
                members -> members.add(MemberCodec.decode(request)),
                _ -> AddMemberResponse.getDefaultInstance());
    }

    @Override
    public void removeMember(
            RemoveMemberRequest request, StreamObserver<RemoveMemberResponse> responses) {
        answer(
                responses,
                members -> {
                    Member.requireId(request.getId());
                    return members.remove(request.getId());
                },
                _ -> RemoveMemberResponse.getDefaultInstance());
    }

    @Override
    public void handOver(HandOverRequest request, StreamObserver<HandOverResponse> responses) {
        answer(
                responses,
                members ->
                        members.handOver(
                                request.getTo().isEmpty()
                                        ? Optional.empty()
                                        : Optional.of(request.getTo())),
                _ -> HandOverResponse.getDefaultInstance());
    }

    private <T, R> void answer(
            StreamObserver<R> responses,
            Function<Membership, CompletableFuture<T>> question,
            Function<T, R> encode) {
        if (membership.isEmpty()) {
            responses.onError(Refusals.unfit(MemberCodec.NO_MEMBERS).asRuntimeException());
            return;
        }
        CompletableFuture<T> answer;
        try {
            answer = question.apply(membership.get());
        } catch (IllegalArgumentException e) {
            responses.onError(
                    Refusals.malformed(String.valueOf(e.getMessage())).asRuntimeException());
            return;
        }
        var _ =
                answer.whenComplete((said, failure) -> {
                    if (failure == null) {
                        responses.onNext(encode.apply(said));
                        responses.onCompleted();
                    } else {
                        responses.onError(
                                Refusals.failed(failure, IllegalStateException.class)
                                        .asRuntimeException());
                    }
                });
    }
}
