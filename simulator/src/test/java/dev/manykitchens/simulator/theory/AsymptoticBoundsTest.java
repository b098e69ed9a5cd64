package dev.manykitchens.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.List;

class AsymptoticBoundsTest {

    private static final ClosedNetwork NETWORK =
            new ClosedNetwork(
                    5,
                    List.of(
                            new Station.Servers("cores", 4, 8),
                            new Station.Delay("io", 2),
                            new Station.Servers("lock", 1, 1)));

    @Test
    void theBottleneckIsTheLargestDemandForEachServer() {
        // Cores need half a second each of them, the lock a second: 12 s in all for one round.
        AsymptoticBounds bounds = NETWORK.bounds();

        assertThat(bounds).isEqualTo(new AsymptoticBounds(5, 7, 1));
        assertThat(bounds.saturationCustomers()).isEqualTo(12);
        assertThat(bounds.mostThroughput(6)).isEqualTo(0.5);
        assertThat(bounds.mostThroughput(100)).isEqualTo(1);
        assertThat(bounds.leastResponseSeconds(6)).isEqualTo(7);
        assertThat(bounds.leastResponseSeconds(100)).isEqualTo(95);
    }

    @Test
    void figuresKeepThemAndReachThemAtBothEnds() {
        AsymptoticBounds bounds = NETWORK.bounds();
        List<ClosedFigures> all = NETWORK.figures(200);

        for (ClosedFigures figures : all) {
            assertThat(figures.throughput())
                    .isLessThanOrEqualTo(bounds.mostThroughput(figures.customers()) + 1e-12);
            assertThat(figures.responseSeconds())
                    .isGreaterThanOrEqualTo(
                            bounds.leastResponseSeconds(figures.customers()) - 1e-9);
        }
        assertThat(all.getFirst().throughput()).isCloseTo(bounds.mostThroughput(1), within(1e-14));
        assertThat(all.getLast().throughput()).isCloseTo(bounds.mostThroughput(200), within(1e-9));
        assertThat(all.get(11).throughput()).isLessThan(0.9 * bounds.mostThroughput(12));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AsymptoticBounds(0, 1, 2))
                .withMessage("bottleneck seconds must be at most the demand of 1.0 s, was 2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NETWORK.bounds().mostThroughput(0))
                .withMessage("customers must be from 1 to 2147483647, was 0");
    }
}
