package dev.manykitchens.cli.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("measures cores")
class CoresTest {

    @Test
    void oneWorkerGainsNothingHoweverManyCores() {
        assertThat(new Cores(8, 4, 3.6).gain(1)).isEqualTo(1);
    }

    @Test
    void moreWorkersThanCoresGainWhatTheCoresGive() {
        Cores two = new Cores(2, 2, 1.9);

        assertThat(two.gain(2)).isEqualTo(1.9);
        assertThat(two.gain(4)).isEqualTo(1.9);
        assertThat(two.used(4)).isEqualTo(2);
    }

    @Test
    void fewerWorkersThanWereTriedGainTheirShare() {
        assertThat(new Cores(8, 4, 3.4).gain(3)).isCloseTo(2.6, within(1e-9));
    }

    @Test
    void aMachineWithOneCorePromisesNoGain() {
        assertThat(new Cores(1, 1, 1).promise(4)).isEqualTo(Promise.gainsNothing());
    }

    @Test
    void jobsThatTravelArePromisedTheGainButForTheirTrip() {
        Cores two = new Cores(2, 2, 2);

        assertThat(two.promise(2, 100_000_000, 0)).isEqualTo(two.promise(2));
        assertThat(two.promise(2, 100_000_000, 50_000_000).text()).isEqualTo("1.00 x");
        assertThat(new Cores(1, 1, 1).promise(2, 100_000_000, 25_000_000).text())
                .isEqualTo("0.80 x, no gain");
    }

    @Test
    void whatBareThreadsComputeTogetherIsMeasuredWithinTheCoresThereAre()
            throws InterruptedException {
        Cores cores = Cores.probe();

        assertThat(cores.count()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(cores.together()).isBetween(1.0, (double) cores.probed());
    }

    @Test
    void coresThatGiveMoreThanTheyAreAreRefused() {
        assertThatThrownBy(() -> new Cores(2, 2, 2.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2.5");
    }
}
