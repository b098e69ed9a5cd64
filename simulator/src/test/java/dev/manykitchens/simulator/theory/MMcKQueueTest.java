package dev.manykitchens.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MMcKQueueTest {

    @Test
    void theInspectionStationOfGrossAndHarrisHasItsPublishedFigures() {
        // Section 2.4: a car a minute, three stations, six minutes each, room for seven.
        MMcKQueue station = new MMcKQueue(1 / 60.0, 360, 3, 7);

        QueueFigures figures = station.figures();

        assertThat(station.notation()).isEqualTo("M/M/3/7");
        assertThat(figures.inQueue()).isCloseTo(3.09, within(0.005));
        assertThat(figures.inSystem()).isCloseTo(6.06, within(0.005));
        assertThat(figures.responseSeconds() / 60).isCloseTo(12.24, within(0.006));
        assertThat(60 * station.blockingProbability()).isCloseTo(30.3, within(0.05));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0.5",
        "1, 4, 0.5",
        "1, 4, 1",
        "2, 3, 50",
        "3, 7, 6",
        "8, 8, 4.25",
        "20, 300, 19.5",
        "20, 300, 20",
        "20, 300, 25",
        "4, 60, 0.125"
    })
    void figuresAgreeWithTheStatesInFiftyDigits(int servers, int places, String load) {
        ExactChain chain = ExactChain.queue(load, servers, places);
        double blocking = chain.probability(places);
        double offered = Double.parseDouble(load);

        MMcKQueue queue = new MMcKQueue(offered * 4, 0.25, servers, places);
        QueueFigures figures = queue.figures();

        assertThat(queue.blockingProbability()).isCloseTo(blocking, withinPercentage(1e-9));
        assertThat(figures.throughput())
                .isCloseTo(offered * 4 * (1 - blocking), withinPercentage(1e-9));
        assertThat(figures.inSystem()).isCloseTo(chain.mean(jobs -> jobs), withinPercentage(1e-9));
        assertThat(figures.inQueue())
                .isCloseTo(chain.mean(jobs -> Math.max(0, jobs - servers)), withinPercentage(1e-9));
        assertThat(figures.waitProbability())
                .isCloseTo(
                        chain.mean(jobs -> jobs >= servers && jobs < places ? 1 : 0)
                                / (1 - blocking),
                        withinPercentage(1e-9));
    }

    @Test
    void withoutRoomToWaitItIsTheLossSystem() {
        MMcKQueue queue = new MMcKQueue(80, 1, 90, 90);

        assertThat(queue.blockingProbability())
                .isEqualTo(new ErlangB(90, 80).blockingProbability());
        assertThat(queue.figures().waitSeconds()).isZero();
        assertThat(queue.figures().waitProbability()).isZero();
        assertThat(queue.figures().utilisation())
                .isCloseTo(new ErlangB(90, 80).carriedLoad() / 90, within(1e-13));
    }

    @Test
    void withRoomForManyItIsTheQueueWithoutAnEnd() {
        QueueFigures bounded = new MMcKQueue(7, 1, 8, 2_000).figures();
        QueueFigures endless = new MMcQueue(7, 1, 8).figures();

        assertThat(bounded.waitSeconds()).isCloseTo(endless.waitSeconds(), withinPercentage(1e-9));
        assertThat(bounded.waitProbability())
                .isCloseTo(endless.waitProbability(), withinPercentage(1e-9));
    }

    @Test
    void morePlacesTurnFewerAwayAndMakeTheOthersWaitLonger() {
        for (int places = 4; places < 100; places++) {
            MMcKQueue queue = new MMcKQueue(4.5, 1, 4, places);
            MMcKQueue roomier = new MMcKQueue(4.5, 1, 4, places + 1);

            assertThat(roomier.blockingProbability()).isLessThan(queue.blockingProbability());
            assertThat(roomier.figures().waitSeconds())
                    .isGreaterThan(queue.figures().waitSeconds());
        }
    }

    @Test
    void aHugeLoadKeepsAllPlacesTaken() {
        MMcKQueue queue = new MMcKQueue(1e12, 1, 10_000, MMcKQueue.MOST_PLACES);
        QueueFigures figures = queue.figures();

        assertThat(figures.throughput()).isCloseTo(10_000, within(1e-6));
        assertThat(figures.utilisation()).isEqualTo(1);
        assertThat(figures.inSystem()).isCloseTo(1e6, within(1e-3));
        assertThat(figures.waitProbability()).isEqualTo(1);
        assertThat(queue.blockingProbability()).isCloseTo(1 - 1e-8, within(1e-12));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MMcKQueue(1, 1, 4, 3))
                .withMessage("places must be from 4 to 1000000, was 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MMcKQueue(1, 1, 0, 3))
                .withMessage("servers must be from 1 to 100000, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MMcKQueue(0, 1, 1, 3))
                .withMessage("arrivals a second must be from 1e-100 to 1e100, was 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MMcKQueue(1e60, 1e50, 1, 3))
                .withMessage("offered load in erlangs must be from 1e-100 to 1e100, was 1.0E110");
    }
}
