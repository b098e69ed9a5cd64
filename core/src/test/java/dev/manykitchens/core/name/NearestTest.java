package dev.manykitchens.core.name;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class NearestTest {

    private static final List<String> KNOWN =
            List.of("compute_square", "count_primes", "fail", "wait");

    @ParameterizedTest
    @CsvSource({
        "compute_sqare, compute_square",
        "computesquare, compute_square",
        "COUNT_primes, ",
        "count_prime, count_primes",
        "wiat, wait",
        "wat, wait",
        "fall, fail",
        "bake, ",
        "'', "
    })
    void aNameIsNearWhenAtMostAThirdOfItsLettersDiffer(String typed, String nearest) {
        if (nearest == null) {
            assertThat(Nearest.to(typed, KNOWN)).isEmpty();
        } else {
            assertThat(Nearest.to(typed, KNOWN)).contains(nearest);
        }
    }

    @Test
    void withoutAnythingNearTheOtherAdviceIsGiven() {
        assertThat(Nearest.suggestion("wat", KNOWN, "see the list"))
                .isEqualTo("did you mean wait?");
        assertThat(Nearest.suggestion("bake", KNOWN, "see the list")).isEqualTo("see the list");
        assertThat(Nearest.suggestion("wait", List.of(), "see the list")).isEqualTo("see the list");
    }
}
