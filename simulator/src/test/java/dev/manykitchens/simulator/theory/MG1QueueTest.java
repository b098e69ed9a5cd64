package dev.manykitchens.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MG1QueueTest {

    @Test
    void twoKindsOfJobsWaitAsWorkedByHand() {
        // Half of the jobs take 1 s, half 3 s: mean 2, mean square 5, scv 1/4. At a quarter of a
        // job a second 1/4 * 5 / (2 * 1/2) = 1.25 s of wait.
        QueueFigures figures = new MG1Queue(0.25, 2, 0.25).figures();

        assertThat(figures.waitSeconds()).isCloseTo(1.25, within(1e-14));
        assertThat(figures.responseSeconds()).isCloseTo(3.25, within(1e-14));
        assertThat(figures.inQueue()).isCloseTo(0.3125, within(1e-14));
        assertThat(figures.inSystem()).isCloseTo(0.8125, within(1e-14));
        assertThat(figures.waitProbability()).isEqualTo(0.5);
        assertThat(figures.utilisation()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 0.9, 0.9999})
    void exponentialServiceIsMM1AndConstantServiceHalvesItsWait(double load) {
        QueueFigures exponential = new MMcQueue(load / 3, 3, 1).figures();

        assertThat(new MG1Queue(load / 3, 3, 1).figures().waitSeconds())
                .isCloseTo(exponential.waitSeconds(), withinPercentage(1e-8));
        assertThat(new MG1Queue(load / 3, 3, 0).figures().waitSeconds())
                .isCloseTo(exponential.waitSeconds() / 2, withinPercentage(1e-8));
    }

    @Test
    void moreSpreadWaitsLonger() {
        double before = -1;
        for (double scv = 0; scv < 20; scv += 0.5) {
            double wait = new MG1Queue(0.7, 1, scv).figures().waitSeconds();

            assertThat(wait).isGreaterThan(before);
            before = wait;
        }
    }

    @Test
    void whatMakesNoSenseOrDoesNotSettleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MG1Queue(1, 1, 0))
                .withMessage(
                        "utilisation must be below 1, was 1.0 (1.0 jobs a second of 1.0 s on"
                                + " servers: 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MG1Queue(0.5, 1, -0.1))
                .withMessage("scv of the service time must be from 0 to 1e100, was -0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MG1Queue(0.9, 1, 1e100).figures())
                .withMessage("wait seconds must be from 0 to 1e100, was 4.500000000000001E100");
    }
}
