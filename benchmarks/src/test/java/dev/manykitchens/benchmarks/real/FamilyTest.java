package dev.manykitchens.benchmarks.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.pool.PoolSpec;

import org.junit.jupiter.api.Test;

import java.util.List;

class FamilyTest {

    private final Family family =
            new Family("tea", PoolSpec.parse("threads:1"), List.of(1, 2), List.of(4));

    @Test
    void aSizeIsPredictedByTheSimulationAsFarAsItWasOffForOthers() {
        Family.HeldOut held = predicted(1.0).getFirst();

        assertThat(held.pool()).hasToString("threads:4");
        assertThat(held.simulated()).isCloseTo(1.1, within(1e-9));
        assertThat(held.error()).isCloseTo(0.1, within(1e-9));
        assertThat(held.holds()).isTrue();
    }

    /// It went on becoming faster in proportion, so a law that knows no more says that it does.
    @Test
    void aLawKnowsNothingOfALimitThatTheKnownSizesDidNotReach() {
        Family.HeldOut held = predicted(1.0).getFirst();

        assertThat(held.byLaw()).isCloseTo(0.55, within(1e-6));
        assertThat(held.errorOfLaw()).isCloseTo(-0.45, within(1e-6));
    }

    @Test
    void aPredictionThatIsTooFarOffDoesNotHold() {
        assertThat(predicted(0.9).getFirst().holds()).isFalse();
    }

    private List<Family.HeldOut> predicted(double measured) {
        return family.predict(
                8,
                List.of(
                        new double[] {2.2, 2.2, 9},
                        new double[] {1.1, 1.1, 1.1},
                        new double[] {measured}),
                List.of(2.0, 1.0, 1.0));
    }
}
