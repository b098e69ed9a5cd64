package dev.manykitchens.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

class ClosedNetworkTest {

    private static final Percentage NINE_DIGITS = withinPercentage(1e-7);

    @Test
    void threeUsersOfOneServerGetThirtyNineteenthsOfAJobASecond() {
        // By hand: at a think time of 1 s and half a second of service the weights of 0 to 3 jobs
        // at the server are 1, 3/2, 3/2, 3/4; it is idle for 4/19 of the time.
        ClosedFigures figures = network(1, server("cpu", 0.5, 1)).figures(3).get(2);

        assertThat(figures.throughput()).isCloseTo(30 / 19.0, within(1e-14));
        assertThat(figures.responseSeconds()).isCloseTo(0.9, within(1e-14));
        assertThat(figures.stations().getFirst().utilisation()).isCloseTo(15 / 19.0, within(1e-14));
        assertThat(figures.inStations()).isCloseTo(27 / 19.0, within(1e-14));
    }

    @Test
    void twoCrewsForFiveMachinesHaveTheFiguresOfGrossAndHarris() {
        // Section 2.7: a machine runs for 30 hours and takes 3 to repair; 0.465 are down.
        ClosedFigures figures = network(30, server("crews", 3, 2)).figures(5).get(4);

        assertThat(figures.inStations()).isCloseTo(0.4648, within(5e-5));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 40", "0.5, 3, 60", "20, 4, 100", "0.015625, 10, 200", "200, 100, 400"})
    void oneStationAgreesWithTheMachineRepairModelInFiftyDigits(
            String think, int servers, int customers) {
        List<ClosedFigures> figures =
                network(Double.parseDouble(think), server("cpu", 1, servers)).figures(customers);

        for (int number : new int[] {1, 2, servers, customers / 2, customers}) {
            ExactChain chain =
                    ExactChain.of(
                            number,
                            down ->
                                    BigDecimal.valueOf(number - down)
                                            .divide(new BigDecimal(think), ExactChain.DIGITS),
                            down -> BigDecimal.valueOf(Math.min(down, servers)));
            ClosedFigures some = figures.get(number - 1);
            StationFigures cpu = some.stations().getFirst();
            double busy = chain.mean(down -> Math.min(down, servers));

            assertThat(some.customers()).isEqualTo(number);
            assertThat(some.throughput()).isCloseTo(busy, withinPercentage(1e-9));
            assertThat(cpu.utilisation()).isCloseTo(busy / servers, withinPercentage(1e-9));
            assertThat(cpu.inStation()).isCloseTo(chain.mean(down -> down), withinPercentage(1e-9));
            assertThat(cpu.responseSeconds())
                    .isCloseTo(chain.mean(down -> down) / busy, withinPercentage(1e-9));
        }
    }

    @Test
    void stationsOfOneServerAgreeWithMeanValueAnalysis() {
        double[] demands = {0.605, 2.1, 1.35};
        List<ClosedFigures> all =
                network(15, server("cpu", 0.605, 1), server("d1", 2.1, 1), server("d2", 1.35, 1))
                        .figures(500);

        // Reiser and Lavenberg: a job finds in a station what is there with one customer fewer.
        double[] queues = new double[3];
        for (ClosedFigures figures : all) {
            double response = 0;
            for (int k = 0; k < 3; k++) {
                response += demands[k] * (1 + queues[k]);
            }
            double throughput = figures.customers() / (15 + response);
            for (int k = 0; k < 3; k++) {
                queues[k] = throughput * demands[k] * (1 + queues[k]);
                assertThat(figures.stations().get(k).inStation()).isCloseTo(queues[k], NINE_DIGITS);
            }
            assertThat(figures.throughput()).isCloseTo(throughput, NINE_DIGITS);
            assertThat(figures.responseSeconds()).isCloseTo(response, NINE_DIGITS);
        }
        assertThat(all.get(2).throughput()).isCloseTo(0.15152, within(5e-6));
    }

    @Test
    void stationsOfSeveralServersAgreeWithConvolutionInFiftyDigits() {
        int customers = 300;
        List<Station> stations =
                List.of(
                        server("cores", 1, 8),
                        new Station.Delay("network", 2),
                        server("permits", 0.25, 2),
                        server("lock", 0.125, 1));
        List<ClosedFigures> all = new ClosedNetwork(4, stations).figures(customers);

        ExactNetwork cores = ExactNetwork.of(stations.getFirst(), customers);
        ExactNetwork others = ExactNetwork.of(new Station.Delay("think", 4), customers);
        for (Station station : stations.subList(1, 4)) {
            others = others.with(ExactNetwork.of(station, customers));
        }
        for (int number : new int[] {1, 2, 30, 64, 100, 300}) {
            ClosedFigures figures = all.get(number - 1);

            assertThat(figures.throughput())
                    .isCloseTo(cores.throughputWith(others, number), NINE_DIGITS);
            assertThat(figures.stations().getFirst().inStation())
                    .isCloseTo(cores.presentBeside(others, number), NINE_DIGITS);
        }
    }

    @Test
    void whereTheUsualRecursionBreaksDownThroughputStaysBelowCapacity() {
        // With what is left from 1 as the probability of an empty station, four servers of a second
        // each end more than four jobs a second.
        double usual = usualRecursion(1, 1, 4, 100);
        ClosedFigures figures = network(1, server("cpu", 1, 4)).figures(100).getLast();

        assertThat(usual).isGreaterThan(4.01);
        assertThat(figures.throughput()).isCloseTo(4, within(1e-12));
        assertThat(figures.responseSeconds()).isCloseTo(24, within(1e-9));
    }

    @Test
    void everybodyIsSomewhereAndLittlesLawHoldsEverywhere() {
        ClosedNetwork network =
                network(3, server("a", 1, 4), server("b", 0.4, 2), new Station.Delay("io", 0.7));

        for (ClosedFigures figures : network.figures(150)) {
            double thinking = figures.throughput() * 3;
            assertThat(thinking + figures.inStations()).isCloseTo(figures.customers(), NINE_DIGITS);
            assertThat(figures.customers() / figures.throughput() - 3)
                    .isCloseTo(figures.responseSeconds(), NINE_DIGITS);
            StationFigures io = figures.stations().get(2);
            assertThat(io.responseSeconds()).isCloseTo(0.7, NINE_DIGITS);
            assertThat(io.inQueue()).isCloseTo(0, within(1e-9));
            assertThat(io.utilisation()).isZero();
        }
    }

    @Test
    void theSequenceOfStationsMakesNoDifference() {
        ClosedFigures one =
                network(1, server("a", 1, 4), server("b", 0.4, 2), server("c", 0.3, 1))
                        .figures(80)
                        .getLast();
        ClosedFigures other =
                network(1, server("c", 0.3, 1), server("a", 1, 4), server("b", 0.4, 2))
                        .figures(80)
                        .getLast();

        assertThat(other.throughput()).isCloseTo(one.throughput(), NINE_DIGITS);
        assertThat(other.stations().get(1).inStation())
                .isCloseTo(one.stations().get(0).inStation(), NINE_DIGITS);
    }

    @Test
    void aPoolWithoutThinkTimeKeepsItsOnlyStationFull() {
        List<ClosedFigures> all = network(0, server("cores", 2, 4)).figures(10);

        assertThat(all)
                .extracting(ClosedFigures::throughput)
                .containsExactly(0.5, 1.0, 1.5, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0);
        assertThat(all.getLast().responseSeconds()).isEqualTo(5);
        assertThat(all.getLast().stations().getFirst().inQueue()).isEqualTo(6);
    }

    @Test
    void moreCustomersGetMoreDoneAndTakeLonger() {
        ClosedNetwork network = network(5, server("a", 1, 3), server("b", 0.5, 1));
        List<ClosedFigures> all = network.figures(60);

        for (int n = 1; n < all.size(); n++) {
            assertThat(all.get(n).throughput())
                    .isGreaterThan(all.get(n - 1).throughput() * (1 - 1e-14));
            assertThat(all.get(n).responseSeconds())
                    .isGreaterThan(all.get(n - 1).responseSeconds());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 600, 1200, 1249, 1300, 5_000})
    void theMostCustomersAgreeWithConvolutionBelowNearAndAboveSaturation(double think) {
        // The cores end four jobs a second, and that many customers come with 1250 s of thinking.
        int most = ClosedNetwork.MOST_CUSTOMERS;
        Station cores = server("cores", 1, 4);

        ClosedFigures figures =
                network(think, server("a", 0.24, 1), cores, server("b", 0.2, 1))
                        .figures(most)
                        .getLast();

        ExactNetwork exact = ExactNetwork.of(cores, most);
        ExactNetwork others =
                ExactNetwork.of(new Station.Delay("think", think), most)
                        .withServer(0.24)
                        .withServer(0.2);
        assertThat(figures.throughput()).isCloseTo(exact.throughputWith(others, most), NINE_DIGITS);
        assertThat(figures.stations().get(1).inStation())
                .isCloseTo(exact.presentBeside(others, most), NINE_DIGITS);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        ClosedNetwork network = network(1, server("cpu", 1, 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.figures(0))
                .withMessage("customers must be from 1 to 5000, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network.figures(5_001))
                .withMessage("customers must be from 1 to 5000, was 5001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(-1, server("cpu", 1, 1)))
                .withMessage("think seconds must be from 0 to 1e100, was -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(1, new Station.Delay("io", 1)))
                .withMessageStartingWith("a closed network must have a station with servers, was");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> network(1, server("a", 1, 1), server("a", 2, 1)))
                .withMessage("stations must have names of their own, was [a, a]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClosedNetwork(1, manyStations(21)))
                .withMessage("stations must be from 1 to 20, was 21");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server("cpu", 0, 1))
                .withMessage("demand seconds of cpu must be from 1e-100 to 1e100, was 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server("cpu", 1, 0))
                .withMessage("servers of cpu must be from 1 to 100000, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Station.Delay(" ", 1))
                .withMessage("a station must have a name, was blank");
    }

    private static ClosedNetwork network(double thinkSeconds, Station... stations) {
        return new ClosedNetwork(thinkSeconds, List.of(stations));
    }

    private static Station server(String name, double demandSeconds, int servers) {
        return new Station.Servers(name, demandSeconds, servers);
    }

    private static List<Station> manyStations(int count) {
        return IntStream.range(0, count).mapToObj(k -> server("s" + k, 1, 1)).toList();
    }

    // Throughput by mean value analysis with marginal probabilities, as textbooks have it.
    private static double usualRecursion(double think, double demand, int servers, int customers) {
        double[] before = {1};
        double throughput = 0;
        for (int number = 1; number <= customers; number++) {
            double response = 0;
            for (int at = 1; at <= number; at++) {
                response += at * demand / Math.min(at, servers) * before[at - 1];
            }
            throughput = number / (think + response);
            double[] now = new double[number + 1];
            double rest = 1;
            for (int at = 1; at <= number; at++) {
                now[at] = throughput * demand / Math.min(at, servers) * before[at - 1];
                rest -= now[at];
            }
            now[0] = rest;
            before = now;
        }
        return throughput;
    }
}
