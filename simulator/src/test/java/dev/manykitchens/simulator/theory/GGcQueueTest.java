package dev.manykitchens.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GGcQueueTest {

    @ParameterizedTest
    @CsvSource({"1, 0.5", "4, 3.9", "100, 95", "10000, 9990"})
    void exponentialTimesAreMMc(int servers, double load) {
        assertThat(new GGcQueue(load, 1, 1, 1, servers).figures())
                .isEqualTo(new MMcQueue(load, 1, servers).figures());
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0", "0.9, 0.25", "0.9, 7"})
    void poissonArrivalsAtOneServerAreMG1(double load, double scv) {
        assertThat(new GGcQueue(load, 1, 1, scv, 1).figures().waitSeconds())
                .isCloseTo(
                        new MG1Queue(load, 1, scv).figures().waitSeconds(), withinPercentage(1e-9));
    }

    @Test
    void threeServersWorkedByHand() {
        // M/M/3 at two erlangs waits 4/9 of a service time, here 0.5 s; times (3 + 1/2) / 2.
        QueueFigures figures = new GGcQueue(4, 3, 0.5, 0.5, 3).figures();

        assertThat(figures.waitSeconds()).isCloseTo(4 / 9.0 * 0.5 * 1.75, within(1e-14));
        assertThat(figures.inQueue()).isCloseTo(4 * 4 / 9.0 * 0.5 * 1.75, within(1e-14));
        assertThat(figures.waitProbability()).isCloseTo(4 / 9.0, within(1e-14));
    }

    @Test
    void constantTimesDoNotWait() {
        QueueFigures figures = new GGcQueue(3, 0, 1, 0, 4).figures();

        assertThat(figures.waitSeconds()).isZero();
        assertThat(figures.responseSeconds()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 1.96", "0.8, 1.18", "0.95, 1.036"})
    void regularArrivalsWaitLessThanItSays(double load, double tooHigh) {
        // D/M/1 is known: a job finds the server busy with s = e^(-(1 - s) / rho), and waits s / (1
        // - s) service times (Kleinrock 1975, section 6.4).
        double busy = 0.5;
        for (int step = 0; step < 10_000; step++) {
            busy = Math.exp(-(1 - busy) / load);
        }

        double said = new GGcQueue(load, 0, 1, 1, 1).figures().waitSeconds();

        assertThat(said / (busy / (1 - busy))).isCloseTo(tooHigh, within(0.005));
    }

    @Test
    void whatMakesNoSenseOrDoesNotSettleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GGcQueue(9, 1, 1, 1, 8))
                .withMessageStartingWith("utilisation must be below 1, was 1.125 ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GGcQueue(1, -1, 1, 1, 8))
                .withMessage("scv of the time between arrivals must be from 0 to 1e100, was -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GGcQueue(1, 1, 1, Double.NaN, 8))
                .withMessage("scv of the service time must be from 0 to 1e100, was NaN");
    }
}
