package dev.manykitchens.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class MMcPriorityQueueTest {

    /// F. S. Hillier and G. J. Lieberman, *Introduction to Operations Research*,
    /// priority-discipline queueing models: critical, serious and stable cases come to the
    /// emergency room 0.2, 0.6 and 1.2 times an hour, and a doctor takes 20 minutes.
    @ParameterizedTest
    @CsvSource({"1, 0.238, 0.325", "2, 0.029, 0.033"})
    void theEmergencyRoomOfHillierAndLiebermanHasItsPublishedFigures(
            int doctors, double critical, double serious) {
        MMcPriorityQueue room = new MMcPriorityQueue(List.of(0.2, 0.6, 1.2), 1 / 3.0, doctors);

        assertThat(room.waitSeconds(0)).isCloseTo(critical, within(0.0005));
        assertThat(room.waitSeconds(1)).isCloseTo(serious, within(0.0005));
        assertThat(room.responseSeconds(0)).isCloseTo(critical + 1 / 3.0, within(0.0005));
    }

    @Test
    void theLastClassWaitsAsWorkedByHand() {
        // One doctor: 2/9 h until he is free, over (1 - 4/15) (1 - 2/3). Two: 1/36 h over
        // (1 - 2/15) (1 - 1/3).
        assertThat(new MMcPriorityQueue(List.of(0.2, 0.6, 1.2), 1 / 3.0, 1).waitSeconds(2))
                .isCloseTo(10 / 11.0, within(1e-12));
        assertThat(new MMcPriorityQueue(List.of(0.2, 0.6, 1.2), 1 / 3.0, 2).waitSeconds(2))
                .isCloseTo(45 / 26.0 / 36, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.9", "4, 3.5", "50, 49"})
    void whatOneClassGainsTheOthersLose(int servers, double load) {
        MMcPriorityQueue queue =
                new MMcPriorityQueue(List.of(0.1 * load, 0.3 * load, 0.6 * load), 1, servers);

        double all =
                0.1 * queue.waitSeconds(0)
                        + 0.3 * queue.waitSeconds(1)
                        + 0.6 * queue.waitSeconds(2);

        assertThat(all)
                .isCloseTo(
                        new MMcQueue(load, 1, servers).figures().waitSeconds(),
                        withinPercentage(1e-9));
        assertThat(queue.waitSeconds(0)).isLessThan(queue.waitSeconds(1));
        assertThat(queue.waitSeconds(1)).isLessThan(queue.waitSeconds(2));
    }

    @Test
    void aSingleClassIsMMc() {
        assertThat(new MMcPriorityQueue(List.of(6.0), 0.3, 3).waitSeconds(0))
                .isCloseTo(new MMcQueue(6, 0.3, 3).figures().waitSeconds(), withinPercentage(1e-9));
    }

    @Test
    void whatMakesNoSenseOrDoesNotSettleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MMcPriorityQueue(List.of(1.0, 1.0), 1, 2))
                .withMessageStartingWith("utilisation must be below 1, was 1.0 ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MMcPriorityQueue(List.of(), 1, 2))
                .withMessage("classes must be from 1 to 100000, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MMcPriorityQueue(List.of(1.0, 0.0), 1, 2))
                .withMessage("arrivals a second must be from 1e-100 to 1e100, was 0.0");
    }
}
