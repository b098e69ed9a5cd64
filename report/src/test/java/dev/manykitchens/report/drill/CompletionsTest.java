package dev.manykitchens.report.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompletionsTest {

    private static final long SECOND = 1_000_000_000;
    private static final long MILLI = 1_000_000;
    private static final long FAULT = 10 * SECOND;

    private final Completions completions = new Completions();

    /// A hundred results a second.
    private void steady(long from, long to) {
        for (long at = from; at < to; at += 10 * MILLI) {
            completions.heard(at, 1);
        }
    }

    @Test
    void theRateIsCountedBetweenTwoMoments() {
        steady(0, FAULT);

        assertThat(completions.rate(8 * SECOND, FAULT)).isEqualTo(100);
    }

    @Test
    void aPauseEndsWithTheFirstWindowsThatHaveNineTenths() {
        steady(0, FAULT);
        steady(FAULT + 1500 * MILLI, FAULT + 4 * SECOND);

        assertThat(completions.recovery(100, FAULT, FAULT, FAULT + 4 * SECOND)).hasValue(1.5);
    }

    @Test
    void whatIsHalfAsFastIsNotBack() {
        steady(0, FAULT);
        for (long at = FAULT; at < FAULT + 4 * SECOND; at += 20 * MILLI) {
            completions.heard(at, 1);
        }

        assertThat(completions.recovery(100, FAULT, FAULT, FAULT + 4 * SECOND)).isEmpty();
    }

    @Test
    void windowsThatAreNotOverSayNothing() {
        steady(0, FAULT + 400 * MILLI);

        assertThat(completions.recovery(100, FAULT, FAULT, FAULT + 400 * MILLI)).isEmpty();
    }

    @Test
    void aFaultThatWasNotFeltTakesNoTime() {
        steady(0, FAULT + SECOND);

        assertThat(completions.recovery(100, FAULT, FAULT, FAULT + SECOND)).hasValue(0);
    }

    @Test
    void aCommandThatIsSlowToStrikeIsWaitedFor() {
        steady(0, FAULT + 2 * SECOND);
        steady(FAULT + 5 * SECOND, FAULT + 8 * SECOND);

        assertThat(completions.recovery(100, FAULT, FAULT + 2 * SECOND, FAULT + 8 * SECOND))
                .hasValue(5);
    }

    @Test
    void whatWasBackBeforeItsCommandEndedIsFoundAllTheSame() {
        steady(0, FAULT);
        steady(FAULT + SECOND, FAULT + 8 * SECOND);

        assertThat(completions.recovery(100, FAULT, FAULT + 4 * SECOND, FAULT + 8 * SECOND))
                .hasValue(1);
    }
}
