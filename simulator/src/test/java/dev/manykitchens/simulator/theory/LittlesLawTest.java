package dev.manykitchens.simulator.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LittlesLawTest {

    @Test
    void threeJobsFromTheirComingToTheirEndAgree() {
        // From 0 to 10: jobs from 0 to 4, 1 to 3 and 6 to 10, so 10 s of presence in 10 s.
        LittlesLaw law = new LittlesLaw(1, 3 / 10.0, 10 / 3.0);

        assertThat(law.impliedInSystem()).isCloseTo(1, within(1e-15));
        assertThat(law.relativeDisagreement()).isLessThan(1e-15);
    }

    @Test
    void disagreementIsAPartOfTheLargerWhicheverItIs() {
        assertThat(new LittlesLaw(8, 5, 2).relativeDisagreement()).isCloseTo(0.2, within(1e-15));
        assertThat(new LittlesLaw(10, 4, 2).relativeDisagreement()).isCloseTo(0.2, within(1e-15));
    }

    @Test
    void nothingAgreesWithNothingOnly() {
        assertThat(new LittlesLaw(0, 0, 0).relativeDisagreement()).isZero();
        assertThat(new LittlesLaw(1, 0, 5).relativeDisagreement()).isEqualTo(1);
        assertThat(new LittlesLaw(0, 1, 5).relativeDisagreement()).isEqualTo(1);
    }

    @Test
    void whatCannotBeMeasuredIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LittlesLaw(-1, 1, 1))
                .withMessage("jobs in the system must be from 0 to 1e100, was -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LittlesLaw(1, Double.NaN, 1))
                .withMessage("throughput must be from 0 to 1e100, was NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LittlesLaw(1, 1, Double.POSITIVE_INFINITY))
                .withMessage("response seconds must be from 0 to 1e100, was Infinity");
    }
}
