package dev.manykitchens.core.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class SizeLadderTest {

    @Test
    void itBeginsAroundTheGuess() {
        assertThat(sizes(SizeLadder.near(9e-6))).containsExactly(4L, 8L, 16L);
        assertThat(sizes(SizeLadder.near(Double.NaN))).containsExactly(1L, 2L);
        assertThat(sizes(SizeLadder.near(1e-9))).containsExactly(1L, 2L);
        assertThat(sizes(SizeLadder.near(10))).containsExactly(32768L);
    }

    @Test
    void itGoesDownWhileAllPayAndUpWhileNonePays() {
        SizeLadder ladder = SizeLadder.near(8e-6);
        measure(ladder, 2, 2, 2);
        assertThat(sizes(ladder)).containsExactly(2L, 4L);

        ladder = SizeLadder.near(8e-6);
        measure(ladder, 0.5, 0.5, 0.5);
        assertThat(sizes(ladder)).containsExactly(16L, 32L);
    }

    @Test
    void itHoldsAllThatIsInDoubtAndOneOnEachSideThatIsNot() {
        SizeLadder ladder = SizeLadder.near(8e-6);
        measure(ladder, 0.5, 1, 2);
        assertThat(sizes(ladder)).containsExactly(4L, 8L, 16L);

        ladder = SizeLadder.near(8e-6);
        measure(ladder, 0.5, 2, 2);
        assertThat(sizes(ladder)).containsExactly(4L, 8L);

        ladder = SizeLadder.near(8e-6);
        measure(ladder, 1, 1, 1);
        assertThat(sizes(ladder)).containsExactly(2L, 4L, 8L, 16L, 32L);
    }

    @Test
    void aSmallSizeThatPaysBelowOneThatLosesPutsBothInDoubt() {
        SizeLadder ladder = SizeLadder.near(8e-6);
        measure(ladder, 2, 0.5, 2);

        assertThat(sizes(ladder)).containsExactly(2L, 4L, 8L, 16L);
    }

    @Test
    void atAnEndFewRoundsAreEnough() {
        SizeLadder ladder = SizeLadder.near(1e-6);
        for (int i = 0; i < 3; i++) {
            measure(ladder, 2, 2);
        }

        assertThat(sizes(ladder)).containsExactly(1L);
        assertThat(ladder.isKnownWellEnough()).isTrue();
        assertThat(ladder.again().known()).isEmpty();
        assertThat(sizes(ladder.again())).containsExactly(1L);
    }

    private static void measure(SizeLadder ladder, double... gains) {
        List<SizeTrial> window = ladder.window();
        for (int i = 0; i < window.size(); i++) {
            for (int round = 0; round < SizeTrial.FEW_ROUNDS; round++) {
                window.get(i).add(gains[i], 1);
            }
        }
        ladder.moveWindow();
    }

    private static List<Long> sizes(SizeLadder ladder) {
        return ladder.window().stream().map(size -> Math.round(size.cpuSeconds() * 1e6)).toList();
    }
}
