package dev.manykitchens.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErlangTest {

    @ParameterizedTest
    @CsvSource({"5, 1.36", "10, 4.46", "20, 12.0", "50, 37.9", "100, 84.1"})
    void tablesOfTelephoneTrafficGiveTheLoadThatLosesOnePercent(int servers, double load) {
        // The tables have three digits, so the loss is right to a few parts in a hundred.
        assertThat(new ErlangB(servers, load).blockingProbability()).isCloseTo(0.01, within(3e-4));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "3, 2", "10, 5", "10, 500", "60, 0.75", "400, 380.25", "1000, 1010.5"})
    void lossAgreesWithItsSumInFiftyDigits(int servers, String load) {
        double exact = ExactChain.queue(load, servers, servers).probability(servers);

        assertThat(new ErlangB(servers, Double.parseDouble(load)).blockingProbability())
                .isCloseTo(exact, withinPercentage(1e-10));
    }

    @Test
    void oneServerLosesWhatComesWhileItIsBusy() {
        ErlangB one = new ErlangB(1, 3);

        assertThat(one.blockingProbability()).isEqualTo(0.75);
        assertThat(one.carriedLoad()).isEqualTo(0.75);
    }

    @Test
    void moreServersLoseLessAndMoreLoadLosesMore() {
        for (int servers = 1; servers < 200; servers++) {
            double loss = new ErlangB(servers, 100).blockingProbability();

            assertThat(new ErlangB(servers + 1, 100).blockingProbability()).isLessThan(loss);
            assertThat(new ErlangB(servers, 101).blockingProbability()).isGreaterThan(loss);
        }
    }

    @Test
    void aLossTooSmallForANumberIsNone() {
        assertThat(new ErlangB(ErlangB.MOST_SERVERS, 1).blockingProbability()).isZero();
    }

    @Test
    void theLargestSizesNeitherOverflowNorVanish() {
        int most = ErlangB.MOST_SERVERS;

        // With as much load as servers the loss is about sqrt(2 / (pi c)).
        assertThat(new ErlangB(most, most).blockingProbability())
                .isCloseTo(Math.sqrt(2 / (Math.PI * most)), withinPercentage(0.3));
        assertThat(new ErlangB(most, 1e100).blockingProbability()).isEqualTo(1);
    }

    @Test
    void threeServersUnderTwoErlangsMakeFourOfNineJobsWait() {
        // By hand: p0 is 1 / (1 + 2 + 2 + 4), and 4 of that 9 belong to three jobs or more.
        assertThat(new ErlangC(3, 2).waitProbability()).isCloseTo(4 / 9.0, within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.1, 0.5, 0.99, 0.999999})
    void whoComesToOneServerWaitsWhileItIsBusy(double load) {
        assertThat(new ErlangC(1, load).waitProbability()).isCloseTo(load, withinPercentage(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"2, 1.5", "5, 2.5", "20, 18", "100, 90"})
    void waitingAgreesWithTheStatesOfALongQueue(int servers, String load) {
        ExactChain chain = ExactChain.queue(load, servers, servers + 1500);

        assertThat(new ErlangC(servers, Double.parseDouble(load)).waitProbability())
                .isCloseTo(chain.mean(jobs -> jobs >= servers ? 1 : 0), withinPercentage(1e-10));
    }

    @Test
    void waitingIsLikelierThanLossAndRisesToOne() {
        double before = 0;
        for (double load = 9; load < 10; load += 0.01) {
            double waiting = new ErlangC(10, load).waitProbability();

            assertThat(waiting).isGreaterThan(before).isLessThan(1);
            assertThat(waiting).isGreaterThan(new ErlangB(10, load).blockingProbability());
            before = waiting;
        }
        assertThat(new ErlangC(10, Math.nextDown(10.0)).waitProbability())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void manyServersAtOneUtilisationHardlyMakeAnyoneWait() {
        // Halfin and Whitt (1981): the wait depends on how many square roots of servers are spare.
        double waiting = new ErlangC(10_000, 9_900).waitProbability();

        // For one of them, 1 / (1 + Phi(1) / phi(1)) = 0.2234.
        assertThat(waiting).isCloseTo(0.2234, within(0.003));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ErlangB(0, 1))
                .withMessage("servers must be from 1 to 100000, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ErlangB(100_001, 1))
                .withMessage("servers must be from 1 to 100000, was 100001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ErlangB(1, Double.NaN))
                .withMessage("offered load in erlangs must be from 1e-100 to 1e100, was NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ErlangC(1, 0))
                .withMessage("offered load in erlangs must be from 1e-100 to 1e100, was 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ErlangC(2, 2))
                .withMessage(
                        "offered load must be below the number of servers, was 2.0 erlangs on"
                                + " servers: 2");
    }
}
