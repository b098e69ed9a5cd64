package dev.manykitchens.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.function.DoubleUnaryOperator;

class MMcQueueTest {

    @Test
    void theClinicOfGrossAndHarrisHasItsPublishedFigures() {
        // Section 2.3: six patients an hour, three doctors, twenty minutes each.
        QueueFigures clinic = new MMcQueue(6 / 3600.0, 1200, 3).figures();

        assertThat(clinic.inQueue()).isCloseTo(8 / 9.0, within(1e-12));
        assertThat(clinic.inSystem()).isCloseTo(26 / 9.0, within(1e-12));
        assertThat(clinic.waitSeconds()).isCloseTo(3600 * 4 / 27.0, within(1e-9));
        assertThat(clinic.responseSeconds()).isCloseTo(1200 + 3600 * 4 / 27.0, within(1e-9));
        assertThat(clinic.utilisation()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(clinic.waitProbability()).isCloseTo(4 / 9.0, within(1e-12));
        assertThat(clinic.throughput()).isEqualTo(6 / 3600.0);
    }

    @Test
    void oneServerIsMM1() {
        // Eight a second at a tenth of a second: four in the system, half a second each.
        MMcQueue queue = new MMcQueue(8, 0.1, 1);

        assertThat(queue.notation()).isEqualTo("M/M/1");
        assertThat(queue.figures().inSystem()).isCloseTo(4, within(1e-12));
        assertThat(queue.figures().responseSeconds()).isCloseTo(0.5, within(1e-12));
        for (double seconds : new double[] {0, 0.1, 0.7, 3}) {
            assertThat(queue.responseTail(seconds))
                    .isCloseTo(Math.exp(-2 * seconds), within(1e-13));
            assertThat(queue.waitTail(seconds))
                    .isCloseTo(0.8 * Math.exp(-2 * seconds), within(1e-13));
        }
        assertThat(queue.responseQuantile(0.99)).isCloseTo(Math.log(100) / 2, within(1e-12));
        assertThat(queue.waitQuantile(0.99)).isCloseTo(Math.log(80) / 2, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"2, 1.5", "4, 2", "8, 7.2", "50, 45"})
    void numbersAgreeWithTheStatesOfALongQueue(int servers, String load) {
        ExactChain chain = ExactChain.queue(load, servers, servers + 1500);

        // Twenty times as fast as the chain, which leaves all numbers of jobs as they are.
        QueueFigures figures = new MMcQueue(20 * Double.parseDouble(load), 0.05, servers).figures();

        assertThat(figures.inSystem()).isCloseTo(chain.mean(jobs -> jobs), withinPercentage(1e-9));
        assertThat(figures.inQueue())
                .isCloseTo(chain.mean(jobs -> Math.max(0, jobs - servers)), withinPercentage(1e-9));
        assertThat(figures.utilisation() * servers)
                .isCloseTo(chain.mean(jobs -> Math.min(jobs, servers)), withinPercentage(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "3, 2", "3, 1.9", "3, 2.1", "5, 4.9", "100, 60"})
    void meansAreWhatIsBelowTheTails(int servers, double load) {
        MMcQueue queue = new MMcQueue(load / 0.2, 0.2, servers);

        assertThat(below(queue::responseTail))
                .isCloseTo(queue.figures().responseSeconds(), withinPercentage(1e-4));
        assertThat(below(queue::waitTail))
                .isCloseTo(queue.figures().waitSeconds(), withinPercentage(1e-4));
    }

    @Test
    void whereWaitAndServiceHaveOneRateTheTailIsThatOfTheirSum() {
        // By hand: e^-t (1 + 4/9 t); beside it the formula with two rates must come close.
        MMcQueue queue = new MMcQueue(2, 1, 3);

        for (double seconds : new double[] {0, 0.5, 2, 20}) {
            double sum = Math.exp(-seconds) * (1 + 4 / 9.0 * seconds);
            assertThat(queue.responseTail(seconds)).isCloseTo(sum, withinPercentage(1e-10));
            assertThat(new MMcQueue(2 + 1e-9, 1, 3).responseTail(seconds))
                    .isCloseTo(sum, withinPercentage(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.9, 0.999, 0.999999999})
    void quantilesAreWhereTheTailsSaySo(double part) {
        for (MMcQueue queue :
                new MMcQueue[] {
                    new MMcQueue(1, 0.9, 1), new MMcQueue(2, 1, 3), new MMcQueue(70, 1, 100)
                }) {
            assertThat(queue.responseTail(queue.responseQuantile(part)))
                    .isCloseTo(1 - part, withinPercentage(1e-5));
            double wait = queue.waitQuantile(part);
            if (wait == 0) {
                assertThat(queue.waitProbability()).isLessThanOrEqualTo(1 - part);
            } else {
                assertThat(queue.waitTail(wait)).isCloseTo(1 - part, withinPercentage(1e-5));
            }
        }
    }

    @Test
    void whoNeverWaitsHasTheQuantilesOfTheService() {
        MMcQueue queue = new MMcQueue(10, 1, 1000);

        assertThat(queue.waitQuantile(0.999)).isZero();
        assertThat(queue.responseQuantile(0.999)).isCloseTo(Math.log(1000), within(1e-10));
    }

    @Test
    void moreServersAndLessWorkWaitLess() {
        double before = Double.POSITIVE_INFINITY;
        for (int servers = 10; servers <= 60; servers++) {
            MMcQueue queue = new MMcQueue(9.5, 1, servers);
            double wait = queue.figures().waitSeconds();

            assertThat(wait).isLessThan(before);
            assertThat(new MMcQueue(9.4, 1, servers).figures().waitSeconds()).isLessThan(wait);
            assertThat(queue.responseQuantile(0.9)).isGreaterThan(queue.responseQuantile(0.89));
            before = wait;
        }
    }

    @Test
    void tenThousandServersAtAThousandthBelowFullHaveFigures() {
        QueueFigures figures = new MMcQueue(9_990, 1, 10_000).figures();

        // By hand from the limit of Halfin and Whitt with a tenth of a square root to spare.
        assertThat(figures.waitProbability()).isCloseTo(0.88, within(0.01));
        assertThat(figures.waitSeconds()).isCloseTo(0.088, within(0.001));
        assertThat(figures.utilisation()).isEqualTo(0.999);
    }

    @Test
    void oneStepBelowFullIsStillANumber() {
        QueueFigures figures = new MMcQueue(Math.nextDown(1.0), 1, 1).figures();

        assertThat(figures.waitSeconds()).isGreaterThan(1e15);
        assertThat(new MMcQueue(1, 1e-100, 1).responseTail(1e100)).isZero();
        assertThat(new MMcQueue(1e-100, 1e99, 1).responseTail(0)).isEqualTo(1);
        assertThat(new MMcQueue(0.9e-99, 1e99, 1).responseQuantile(0.5))
                .isCloseTo(1e100 * Math.log(2), withinPercentage(1e-9));
    }

    @Test
    void whatDoesNotSettleIsRefusedInOneLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MMcQueue(5, 1, 4))
                .withMessage(
                        "utilisation must be below 1, was 1.25 (5.0 jobs a second of 1.0 s on"
                                + " servers: 4)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MMcQueue(4, 1, 4))
                .withMessageStartingWith("utilisation must be below 1, was 1.0 ");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        MMcQueue queue = new MMcQueue(1, 1, 2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MMcQueue(-1, 1, 1))
                .withMessage("arrivals a second must be from 1e-100 to 1e100, was -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MMcQueue(1, Double.POSITIVE_INFINITY, 1))
                .withMessage("service seconds must be from 1e-100 to 1e100, was Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.responseTail(-1))
                .withMessage("seconds must be from 0 to 1e100, was -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.waitTail(Double.NaN))
                .withMessage("seconds must be from 0 to 1e100, was NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.responseQuantile(1))
                .withMessage("the part of a quantile must be at least 0 and below 1, was 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.waitQuantile(-0.1))
                .withMessage("the part of a quantile must be at least 0 and below 1, was -0.1");
    }

    // The area under a tail, by Simpson's rule, up to where nothing is left of it.
    private static double below(DoubleUnaryOperator tail) {
        double end = 1;
        while (tail.applyAsDouble(end) > 1e-12) {
            end *= 2;
        }
        int steps = 200_000;
        double sum = tail.applyAsDouble(0) + tail.applyAsDouble(end);
        for (int step = 1; step < steps; step++) {
            sum += (step % 2 == 0 ? 2 : 4) * tail.applyAsDouble(end * step / steps);
        }
        return sum * end / steps / 3;
    }
}
