package dev.manykitchens.coordinator.link;

import dev.manykitchens.coordinator.membership.Member;
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

    private static final int LONGEST_ID = 64;

    private MemberCodec() {}

    static ListMembersResponse encode(List<Member> members) {
        ListMembersResponse.Builder encoded = ListMembersResponse.newBuilder();
        for (Member member : members) {
            var each =
                    dev.manykitchens.proto.v1.Member.newBuilder()
                            .setId(member.id())
                            .setAddress(member.address())
                            .setReplicationAddress(member.replication())
                            .setRole(encode(member.role()))
                            .setAnswers(member.answers());
            member.applied().ifPresent(each::setApplied);
            member.silent().ifPresent(silent -> each.setSilentMillis(silent.toMillis()));
            encoded.addMembers(each);
        }
        return encoded.build();
    }

    /// Members from a message.
    ///
    /// @throws IllegalArgumentException when a member is none
    public static List<Member> decode(ListMembersResponse members) {
        return members.getMembersList().stream().map(MemberCodec::decode).toList();
    }

    private static Member decode(dev.manykitchens.proto.v1.Member member) {
        return new Member(
                member.getId(),
                address(member.getAddress()),
                address(member.getReplicationAddress()),
                decode(member.getRole()),
                member.getAnswers(),
                member.hasApplied() ? OptionalLong.of(member.getApplied()) : OptionalLong.empty(),
                member.hasSilentMillis()
                        ? Optional.of(Duration.ofMillis(member.getSilentMillis()))
                        : Optional.empty());
    }

    /// @throws IllegalArgumentException in one line when it is no member
    static NewMember decode(AddMemberRequest request) {
        requireId(request.getId());
        if (!request.getReplaces().isEmpty()) {
            requireId(request.getReplaces());
        }
        return new NewMember(
                request.getId(),
                address(request.getAddress()),
                address(request.getReplicationAddress()),
                request.getReplaces().isEmpty()
                        ? Optional.empty()
                        : Optional.of(request.getReplaces()));
    }

    private static String address(String text) {
        return Endpoint.parse(text).toString();
    }

    /// @throws IllegalArgumentException in one line when it is no id
    static void requireId(String id) {
        if (id.isEmpty() || !PeerText.isFit(id, LONGEST_ID)) {
            throw new IllegalArgumentException(
                    "a member's id must have from 1 to %d characters and no control characters, had %d"
                            .formatted(LONGEST_ID, id.length()));
        }
    }

    private static MemberRole encode(Member.Role role) {
        return switch (role) {
            case LEADER -> MemberRole.MEMBER_ROLE_LEADER;
            case FOLLOWER -> MemberRole.MEMBER_ROLE_FOLLOWER;
            case NEWCOMER -> MemberRole.MEMBER_ROLE_NEWCOMER;
            case FRESH -> MemberRole.MEMBER_ROLE_FRESH;
        };
    }

    private static Member.Role decode(MemberRole role) {
        return switch (role) {
            case MEMBER_ROLE_LEADER -> Member.Role.LEADER;
            case MEMBER_ROLE_FOLLOWER -> Member.Role.FOLLOWER;
            case MEMBER_ROLE_NEWCOMER -> Member.Role.NEWCOMER;
            case MEMBER_ROLE_FRESH -> Member.Role.FRESH;
            case MEMBER_ROLE_UNSPECIFIED, UNRECOGNIZED ->
                    throw new IllegalArgumentException(
                            "a member's role must be one that is known, was " + role);
        };
    }
}
