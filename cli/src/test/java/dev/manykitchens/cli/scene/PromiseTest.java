package dev.manykitchens.cli.scene;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class PromiseTest {

    private static final Promise TWO_SECONDS = Promise.waits(Duration.ofSeconds(2));

    /// However busy the machine was: a class that sees "0.91 x" beside a tick learns nothing.
    @Test
    void whatIsSlowerThanOneThreadIsNoGain() {
        assertThat(Promise.gains(1.21, 2).keptBy(Measured.times(0.97))).isFalse();
        assertThat(Promise.gains(1.21, 2).keptBy(Measured.times(1.01))).isTrue();
        assertThat(Promise.gains(1.02, 2).keptBy(Measured.times(0.98))).isTrue();
        assertThat(Promise.gains(1.9, 2).keptBy(Measured.times(1.4))).isFalse();
    }

    @Test
    void aWaitIsKeptWhenItTakesAboutAsLong() {
        assertThat(TWO_SECONDS.text()).isEqualTo("2.00 s");
        assertThat(TWO_SECONDS.keptBy(seconds(1.999))).isTrue();
        assertThat(TWO_SECONDS.keptBy(seconds(2.3))).isTrue();
    }

    @Test
    void aWaitThatTakesTwiceAsLongIsNotKept() {
        assertThat(TWO_SECONDS.keptBy(seconds(4))).isFalse();
        assertThat(TWO_SECONDS.keptBy(seconds(2.4))).isFalse();
    }

    @Test
    void aWaitThatWasHardlyWaitedIsNotKept() {
        assertThat(TWO_SECONDS.keptBy(seconds(0.1))).isFalse();
    }

    @Test
    void atATwentiethOneAfterTheOtherIsStillToldFromSideBySide() {
        Promise sideBySide = Promise.waits(Duration.ofMillis(50));

        assertThat(sideBySide.keptBy(seconds(0.053))).isTrue();
        assertThat(sideBySide.keptBy(seconds(0.100))).isFalse();
    }

    @Test
    void aPromiseBetweenTwoTimesTakesBothAndNothingFarFromThem() {
        Promise promise = Promise.between(Duration.ofMillis(600), Duration.ofMillis(700));

        assertThat(promise.text()).isEqualTo("600 ms to 700 ms");
        assertThat(promise.keptBy(seconds(0.6))).isTrue();
        assertThat(promise.keptBy(seconds(0.8))).isTrue();
        assertThat(promise.keptBy(seconds(0.5))).isFalse();
        assertThat(promise.keptBy(seconds(0.9))).isFalse();
    }

    @Test
    void aGainMustComeNearWhatTheCoresGive() {
        Promise twoCores = Promise.gains(1.9, 2);

        assertThat(twoCores.text()).isEqualTo("1.90 x");
        assertThat(twoCores.keptBy(Measured.times(1.8))).isTrue();
        assertThat(twoCores.keptBy(Measured.times(1.0))).isFalse();
    }

    @Test
    void noPoolIsFasterThanTheCoresThereAre() {
        assertThat(Promise.gains(1.9, 2).keptBy(Measured.times(3.1))).isFalse();
    }

    @Test
    void onOneCoreThePromiseIsNoGain() {
        Promise oneCore = Promise.gains(1, 1);

        assertThat(oneCore).isEqualTo(Promise.gainsNothing());
        assertThat(oneCore.keptBy(Measured.times(1.02))).isTrue();
        assertThat(oneCore.keptBy(Measured.times(1.5))).isFalse();
        assertThat(oneCore.keptBy(Measured.times(0.5))).isFalse();
    }

    @Test
    void aResultIsKeptToTheLetter() {
        Promise squares = Promise.exactly("[1, 4, 9, 16]");

        assertThat(squares.keptBy(Measured.said("[1, 4, 9, 16]"))).isTrue();
        assertThat(squares.keptBy(Measured.said("[4, 1, 9, 16]"))).isFalse();
        assertThat(squares.keptBy(seconds(1))).isFalse();
    }

    @Test
    void adviceIsOneOfTheAnswersOfTheRule() {
        Promise advice = new Promise.OneOf("async or threads", List.of("async", "threads:16"));

        assertThat(advice.keptBy(Measured.said("threads:16"))).isTrue();
        assertThat(advice.keptBy(Measured.said("sequential"))).isFalse();
    }

    @Test
    void secondsAreNoAnswerToAQuestionAboutGains() {
        assertThat(Promise.gains(1.9, 2).keptBy(seconds(1.9))).isFalse();
    }

    @Test
    void whatIsWrongIsNotSlow() {
        assertThat(Promise.exactly("0").dependsOnTime()).isFalse();
        assertThat(TWO_SECONDS.dependsOnTime()).isTrue();
    }

    private static Measured seconds(double seconds) {
        return Measured.seconds(seconds);
    }
}
