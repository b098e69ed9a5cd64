package dev.manykitchens.cli.member;

import dev.manykitchens.coordinator.membership.MemberState;
import dev.manykitchens.report.cluster.MemberRow;

import java.util.Optional;

/// One of several coordinators, as a survey found it.
///
/// @param row what people are shown of it
/// @param role what it does; empty: unknown
/// @param answer whether it answered
public record SurveyedMember(MemberRow row, Optional<MemberState.Role> role, Answer answer) {

    /// Whether one answered who was to say of what group it is a member.
    public enum Answer {
        /// It said so.
        GIVEN,
        /// It said that it is one alone, and has no members.
        ALONE,
        /// It said nothing in time, or something else.
        MISSING,
        /// It was not asked: only the others know it.
        NOT_ASKED
    }

    /// Whether it says itself that it does this.
    public boolean isNow(MemberState.Role wanted) {
        return answer == Answer.GIVEN && role.filter(wanted::equals).isPresent();
    }
}
