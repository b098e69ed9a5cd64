package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.load.LoadCounts;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class LoadOutputTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aLoadThatTheMostJobsEndedSaysSo() {
        LoadCounts counts = new LoadCounts(3.5, 200_000, 200_000, 0, 0);

        assertThat(LoadOutput.cut("threads:4", counts, 200_000, MINUTE))
                .contains(
                        "`threads:4`: its load ended after 3.50 s instead of 60s: 200,000 jobs had come, the most of a closed loop; take fewer users, a longer think time or a shorter duration");
    }

    @Test
    void aLoadThatItsDurationEndedHasNothingToSay() {
        LoadCounts counts = new LoadCounts(60, 199_999, 199_999, 0, 0);

        assertThat(LoadOutput.cut("threads:4", counts, 200_000, MINUTE)).isEmpty();
    }
}
