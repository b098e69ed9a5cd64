package dev.manykitchens.coordinator.link;

import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.coordinator.membership.NewMember;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.proto.v1.AddMemberRequest;
import dev.manykitchens.proto.v1.ListMembersResponse;
import dev.manykitchens.proto.v1.MemberRole;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Members as messages.
public final class MemberCodec {

    /// What a coordinator says that has no members, in whatever way it is asked for them.
    public static final String NO_MEMBERS =
            "this coordinator is one alone and has no members; three are one with kitchen coordinator --peers";

    private MemberCodec() {}

    static ListMembersResponse encode(List<MemberState> members) {
        ListMembersResponse.Builder encoded = ListMembersResponse.newBuilder();
        for (MemberState state : members) {
            Member member = state.member();
            var each =
                    dev.manykitchens.proto.v1.Member.newBuilder()
                            .setId(member.id())
                            .setAddress(member.address())
                            .setReplicationAddress(member.replication())
                            .setRole(encode(state.role()))
                            .setAnswers(state.answers());
            state.applied().ifPresent(each::setApplied);
            state.behind().ifPresent(each::setBehind);
            state.silent().ifPresent(silent -> each.setSilentMillis(silent.toMillis()));
            encoded.addMembers(each);
        }
        return encoded.build();
    }

    /// Members from a message.
    ///
    /// @throws IllegalArgumentException when a member is none
    public static List<MemberState> decode(ListMembersResponse members) {
        return members.getMembersList().stream().map(MemberCodec::decode).toList();
    }

    private static MemberState decode(dev.manykitchens.proto.v1.Member member) {
        return new MemberState(
                new Member(
                        member.getId(),
                        address(member.getAddress()),
                        address(member.getReplicationAddress())),
                decode(member.getRole()),
                member.getAnswers(),
                member.hasApplied() ? OptionalLong.of(member.getApplied()) : OptionalLong.empty(),
                member.hasBehind() ? OptionalLong.of(member.getBehind()) : OptionalLong.empty(),
                member.hasSilentMillis()
                        ? Optional.of(Duration.ofMillis(member.getSilentMillis()))
                        : Optional.empty());
    }

    /// @throws IllegalArgumentException in one line when it is no member
    static NewMember decode(AddMemberRequest request) {
        Member member =
                new Member(
                        request.getId(),
                        address(request.getAddress()),
                        address(request.getReplicationAddress()));
        if (request.getReplaces().isEmpty()) {
            return new NewMember(member, Optional.empty());
        }
        Member.requireId(request.getReplaces());
        return new NewMember(member, Optional.of(request.getReplaces()));
    }

    private static String address(String text) {
        return Endpoint.parse(text).toString();
    }

    private static MemberRole encode(MemberState.Role role) {
        return switch (role) {
            case LEADER -> MemberRole.MEMBER_ROLE_LEADER;
            case FOLLOWER -> MemberRole.MEMBER_ROLE_FOLLOWER;
            case NEWCOMER -> MemberRole.MEMBER_ROLE_NEWCOMER;
            case FRESH -> MemberRole.MEMBER_ROLE_FRESH;
        };
    }

    private static MemberState.Role decode(MemberRole role) {
        return switch (role) {
            case MEMBER_ROLE_LEADER -> MemberState.Role.LEADER;
            case MEMBER_ROLE_FOLLOWER -> MemberState.Role.FOLLOWER;
            case MEMBER_ROLE_NEWCOMER -> MemberState.Role.NEWCOMER;
            case MEMBER_ROLE_FRESH -> MemberState.Role.FRESH;
            case MEMBER_ROLE_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException(
                            "a member's role must be one that is known, was " + role);
        };
    }
}
