package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class PatienceTest {

    @Test
    void oneOfSeveralThatSaysNothingIsPassedOverBeforeALeaseEnds() {
        assertThat(Patience.DEFAULTS.welcomeOf(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(Patience.DEFAULTS.welcomeOf(3)).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void whoHasLessTimeHasNotMoreOfItWithSeveral() {
        Duration brief = Duration.ofMillis(50);
        Patience hurried = new Patience(brief, brief, brief, brief);

        assertThat(hurried.welcomeOf(3)).isEqualTo(brief);
    }
}
