package dev.manykitchens.cli.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.membership.Member;
import dev.manykitchens.coordinator.membership.MemberState;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/// A newcomer that says how far it is, with a clock that is moved.
class CatchUpTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Instant now = Instant.EPOCH;

    /// @param applied how many entries it has applied after so many seconds; less than 0: it does
    ///   not answer
    private CatchUp of(LongUnaryOperator applied) {
        return new CatchUp(
                () -> says(applied.applyAsLong(now.getEpochSecond())),
                () -> now,
                length -> now = now.plus(length));
    }

    private static List<MemberState> says(long applied) {
        if (applied < 0) {
            throw new IllegalStateException("no answer");
        }
        return List.of(state("other", false, 1_000_000), state("newcomer", true, applied));
    }

    private static MemberState state(String id, boolean answers, long applied) {
        return new MemberState(
                new Member(id, "127.0.0.1:7070", "127.0.0.1:7073"),
                MemberState.Role.FOLLOWER,
                answers,
                OptionalLong.of(applied),
                OptionalLong.empty(),
                Optional.empty());
    }

    private static CatchUp.Reached answered(long entries) {
        return new CatchUp.Reached(entries, Optional.empty());
    }

    @Test
    void oneThatHasAllIsNotWaitedFor() throws Exception {
        assertThat(of(_ -> 100).await(100, LIMIT)).isEqualTo(answered(100));

        assertThat(now).isEqualTo(Instant.EPOCH);
    }

    @Test
    void oneThatComesForwardIsWaitedForAsLongAsItTakes() throws Exception {
        assertThat(of(second -> 10 * second).await(10_000, LIMIT)).isEqualTo(answered(10_000));

        assertThat(now).isEqualTo(Instant.ofEpochSecond(1_000));
    }

    @Test
    void oneThatStandsStillIsGivenUp() throws Exception {
        assertThat(of(second -> Math.min(second, 5)).await(100, LIMIT)).isEqualTo(answered(5));

        assertThat(now).isEqualTo(Instant.ofEpochSecond(5).plus(LIMIT));
    }

    @Test
    void oneThatIsSilentForAWhileIsWaitedFor() throws Exception {
        assertThat(of(second -> second < 20 ? -1 : 100).await(100, LIMIT)).isEqualTo(answered(100));

        assertThat(now).isEqualTo(Instant.ofEpochSecond(20));
    }

    @Test
    void oneThatStaysSilentIsGivenUp() throws Exception {
        assertThat(of(_ -> -1).await(100, LIMIT))
                .isEqualTo(new CatchUp.Reached(0, Optional.of("no answer")));

        assertThat(now).isEqualTo(Instant.EPOCH.plus(LIMIT));
    }

    @Test
    void whatOneHadBeforeItFellSilentIsRemembered() throws Exception {
        assertThat(of(second -> second < 5 ? 20 : -1).await(100, LIMIT))
                .isEqualTo(new CatchUp.Reached(20, Optional.of("no answer")));
    }
}
