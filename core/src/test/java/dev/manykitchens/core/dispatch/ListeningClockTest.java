package dev.manykitchens.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListeningClockTest {

    private final ListeningClock clock = new ListeningClock(10);

    @Test
    void asksOnceForEachTimeThatComesSooner() {
        clock.advance(0);

        assertThat(clock.shouldWakeAt(100)).isTrue();
        assertThat(clock.shouldWakeAt(100)).isFalse();
        assertThat(clock.shouldWakeAt(200)).as("the earlier call will do").isFalse();
        assertThat(clock.shouldWakeAt(50)).isTrue();
        assertThat(clock.wakeAt()).isEqualTo(50);
    }

    @Test
    void asksAgainWhenTheCallHasCome() {
        clock.advance(0);
        clock.shouldWakeAt(100);
        clock.advance(100);

        assertThat(clock.shouldWakeAt(200)).isTrue();
        assertThat(clock.wakeAt()).isEqualTo(200);
    }

    @Test
    void pauseDoesNotCountAsListening() {
        clock.advance(0);
        clock.shouldWakeAt(100);

        clock.advance(5_100);

        assertThat(clock.now()).isEqualTo(5_100);
        assertThat(clock.listened()).isEqualTo(100);
        assertThat(clock.shouldWakeAt(150)).isTrue();
        assertThat(clock.wakeAt()).as("on the real clock").isEqualTo(5_150);
    }

    @Test
    void callThatComesALittleLateIsNoPause() {
        clock.advance(0);
        clock.shouldWakeAt(100);

        clock.advance(110);

        assertThat(clock.listened()).isEqualTo(110);
    }

    @Test
    void quietTimeWithNothingToWaitForIsNoPause() {
        clock.advance(0);
        clock.shouldWakeAt(100);
        clock.advance(100);
        clock.disarm();

        clock.advance(1_000_000);

        assertThat(clock.listened()).isEqualTo(1_000_000);
    }
}
