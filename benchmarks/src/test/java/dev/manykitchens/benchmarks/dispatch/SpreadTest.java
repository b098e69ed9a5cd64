package dev.manykitchens.benchmarks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class SpreadTest {

    @Test
    void theMedianIsTheMiddleOfFiguresInAnyOrder() {
        assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(4, 1, 2, 3)).isEqualTo(new Spread(2.5, 1, 4));
    }

    @Test
    void sidesTakeTurnsAndWarmUpsDoNotCount() throws Exception {
        List<String> turns = new ArrayList<>();
        Effort effort = new Effort(2, 1, 1, Duration.ZERO);

        Alternation sides =
                Alternation.of(
                        effort,
                        () -> {
                            turns.add("a");
                            return turns.size();
                        },
                        () -> {
                            turns.add("b");
                            return turns.size();
                        });

        assertThat(String.join("", turns)).isEqualTo("ababab");
        assertThat(sides.figures()[0]).containsExactly(3, 5);
        assertThat(sides.ratio(1, 0)).isEqualTo(Spread.of(4 / 3.0, 6 / 5.0));
    }

    @Test
    void aBoundLooksAtTheMiddleRatio() {
        assertThat(Bound.atLeast(2).isKept(Spread.of(1, 2, 3))).isTrue();
        assertThat(Bound.atMost(1.9).isKept(Spread.of(1, 2, 3))).isFalse();
    }

    @Test
    void theBestScheduleGivesEachJobToTheFirstFreeSlot() {
        assertThat(TailSection.bestSeconds(List.of(100, 100, 100, 100, 100, 100, 100, 50, 60)))
                .isEqualTo(0.11);
    }
}
