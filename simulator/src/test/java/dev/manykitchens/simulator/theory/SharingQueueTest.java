package dev.manykitchens.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharingQueueTest {

    @Test
    void oneCoreSlowsEveryJobDownByWhatIsIdle() {
        // Kleinrock (1967): x / (1 - rho).
        SharingQueue queue = new SharingQueue(8, 0.1, 1);

        assertThat(queue.slowdown()).isCloseTo(5, within(1e-12));
        assertThat(queue.figures().responseSeconds()).isCloseTo(0.5, within(1e-12));
        assertThat(queue.responseSecondsOf(2)).isCloseTo(10, within(1e-11));
        assertThat(queue.notation()).isEqualTo("M/G/1-PS");
    }

    @ParameterizedTest
    @CsvSource({"2, 1.5", "4, 3", "16, 15"})
    void jobsOnSharedCoresAreAsManyAsTheirRatesSay(int cores, String load) {
        // k jobs end min(k, cores) a service time, shared or not.
        ExactChain chain = ExactChain.queue(load, cores, cores + 1500);

        QueueFigures figures = new SharingQueue(Double.parseDouble(load), 1, cores).figures();

        assertThat(figures.inSystem()).isCloseTo(chain.mean(jobs -> jobs), withinPercentage(1e-9));
        assertThat(figures.waitProbability())
                .isCloseTo(chain.mean(jobs -> jobs >= cores ? 1 : 0), withinPercentage(1e-9));
    }

    @Test
    void twoKindsOfJobsTogetherHaveTheMeanOfAll() {
        // Half of them 1 s, half 3 s.
        SharingQueue queue = new SharingQueue(0.8, 2, 2);

        assertThat((queue.responseSecondsOf(1) + queue.responseSecondsOf(3)) / 2)
                .isCloseTo(queue.figures().responseSeconds(), within(1e-12));
    }

    @Test
    void whatMakesNoSenseOrDoesNotSettleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SharingQueue(3, 1, 2))
                .withMessageStartingWith("utilisation must be below 1, was 1.5 ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SharingQueue(1, 1, 2).responseSecondsOf(0))
                .withMessage("core seconds must be from 1e-100 to 1e100, was 0.0");
    }
}
