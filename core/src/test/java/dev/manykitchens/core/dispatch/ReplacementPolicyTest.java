package dev.manykitchens.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ReplacementPolicyTest {

    private static final long SECOND = 1_000_000_000L;

    private final ReplacementPolicy policy = new ReplacementPolicy();

    @Test
    void aDeathNowAndThenIsReplacedAtOnce() {
        for (long second = -5; second < 1_000; second += 2) {
            assertThat(policy.afterDeath(second * SECOND, false)).contains(Duration.ZERO);
        }
    }

    @Test
    void manyDeathsAtOnceAreReplacedUpToALimitAndThenOneASecond() {
        for (int death = 0; death < ReplacementPolicy.BURST; death++) {
            assertThat(policy.afterDeath(0, false)).contains(Duration.ZERO);
        }

        assertThat(policy.afterDeath(0, false)).contains(Duration.ofSeconds(1));
        assertThat(policy.afterDeath(0, false)).contains(Duration.ofSeconds(2));
        assertThat(policy.afterDeath(10 * SECOND, false)).contains(Duration.ZERO);
    }

    @Test
    void failedStartsWaitLongerEachTimeAndThenGiveUp() {
        assertThat(policy.afterFailedStart()).contains(Duration.ofMillis(250));
        assertThat(policy.afterFailedStart()).contains(Duration.ofMillis(500));
        assertThat(policy.afterFailedStart()).contains(Duration.ofSeconds(1));
        assertThat(policy.afterFailedStart()).isEmpty();
    }

    @Test
    void aStartThatWorksForgivesTheFailedOnes() {
        policy.afterFailedStart();
        policy.afterFailedStart();
        policy.started();

        assertThat(policy.afterFailedStart()).contains(Duration.ofMillis(250));
    }

    /// Nothing else ends a series of workers that are lost before they do anything.
    @Test
    void workersThatAreLostBeforeTheyHaveAJobAreReplacedOnlySoOften() {
        for (int death = 1; death < ReplacementPolicy.MOST_IDLE_DEATHS; death++) {
            assertThat(policy.afterDeath(10L * death * SECOND, true)).isPresent();
        }
        policy.used();
        for (int death = 1; death < ReplacementPolicy.MOST_IDLE_DEATHS; death++) {
            assertThat(policy.afterDeath(10L * death * SECOND, true)).isPresent();
        }

        assertThat(policy.afterDeath(1_000 * SECOND, true)).isEmpty();
    }
}
