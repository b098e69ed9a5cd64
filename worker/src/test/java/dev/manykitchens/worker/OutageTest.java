package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

class OutageTest {

    private static final String COORDINATOR = "192.0.2.7:7070";

    private final Outage outage = new Outage();
    private long now = Long.MAX_VALUE - 5;

    @Test
    void theFirstFailureIsWorthALineAndThenOneAMinute() {
        assertThat(fail(false))
                .contains(
                        "the coordinator at 192.0.2.7:7070 must be reachable, is not: refused; trying again until it is there");
        pass(Duration.ofSeconds(59));
        assertThat(fail(false)).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(fail(false))
                .contains(
                        "the coordinator at 192.0.2.7:7070 must be reachable, is not: refused; trying again until it is there, for 60 s now");
        pass(Duration.ofSeconds(30));
        assertThat(fail(false)).isEmpty();
    }

    @Test
    void oneThatWasThereIsLostFirst() {
        assertThat(fail(true))
                .contains(
                        "lost the coordinator at 192.0.2.7:7070: refused; trying again until it is there");
        pass(Outage.QUIET);
        assertThat(fail(true)).hasValueSatisfying(line -> assertThat(line).contains("must be"));
    }

    @Test
    void whereThereAreSeveralTheOneThatLeadsIsLookedFor() {
        assertThat(outage.failed(COORDINATOR, "refused", true, true, now))
                .contains(
                        "lost the coordinator at 192.0.2.7:7070: refused; looking for the one that leads");
    }

    @Test
    void whenItIsOverTheNextBeginsAnew() {
        fail(true);
        pass(Duration.ofSeconds(3));

        assertThat(outage.over(now)).isEqualTo(Duration.ofSeconds(3));
        assertThat(outage.over(now)).isEqualTo(Duration.ZERO);
        assertThat(fail(true)).isPresent();
    }

    private Optional<String> fail(boolean knewIt) {
        return outage.failed(COORDINATOR, "refused", false, knewIt, now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
