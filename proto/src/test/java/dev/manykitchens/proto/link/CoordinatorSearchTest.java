package dev.manykitchens.proto.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

final class CoordinatorSearchTest {

    /// Always draws the longest wait.
    private static final RandomGenerator LONGEST =
            new RandomGenerator() {
                @Override
                public long nextLong() {
                    throw new AssertionError("a wait must be drawn below a bound");
                }

                @Override
                public long nextLong(long bound) {
                    return bound - 1;
                }
            };

    @Test
    void eachIsTriedInTurnWithAMomentBetweenAndABackOffAfterTheRound() {
        CoordinatorSearch search = search("a:1,b:2,c:3");
        List<String> tried = new ArrayList<>();
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            tried.add(search.dial().endpoint().toString());
            pauses.add(search.failed(Duration.ZERO));
        }

        assertThat(tried).containsExactly("a:1", "b:2", "c:3", "a:1", "b:2", "c:3", "a:1");
        assertThat(pauses)
                .containsExactly(
                        CoordinatorSearch.MOMENT,
                        CoordinatorSearch.MOMENT,
                        BackOff.FIRST_BOUND,
                        CoordinatorSearch.MOMENT,
                        CoordinatorSearch.MOMENT,
                        BackOff.FIRST_BOUND.multipliedBy(2),
                        CoordinatorSearch.MOMENT);
    }

    @Test
    void oneAloneIsTriedAgainAfterABackOffEachTime() {
        CoordinatorSearch search = search("a:1");

        assertThat(search.failed(Duration.ZERO)).isEqualTo(BackOff.FIRST_BOUND);
        assertThat(search.hasTriedAll()).isTrue();
        assertThat(search.failed(Duration.ZERO)).isEqualTo(BackOff.FIRST_BOUND.multipliedBy(2));
        assertThat(search.dial().endpoint()).isEqualTo(new Endpoint("a", 1));
    }

    @Test
    void aStreamThatLastedBeginsANewRoundAtTheNextAndEndsTheBackOff() {
        CoordinatorSearch search = search("a:1,b:2");
        for (int i = 0; i < 4; i++) {
            search.failed(Duration.ZERO);
        }
        assertThat(search.hasTriedAll()).isTrue();

        assertThat(search.failed(BackOff.STEADY)).isEqualTo(CoordinatorSearch.MOMENT);
        assertThat(search.hasTriedAll()).isFalse();
        assertThat(search.dial().endpoint()).isEqualTo(new Endpoint("b", 2));
        assertThat(search.failed(Duration.ZERO)).isEqualTo(BackOff.FIRST_BOUND);
    }

    @Test
    void aStreamThatWasWelcomedForAMomentDoesNotEndTheBackOff() {
        CoordinatorSearch search = search("a:1,b:2");
        search.failed(Duration.ZERO);
        search.failed(Duration.ZERO);

        search.failed(Duration.ofMillis(1));
        assertThat(search.failed(Duration.ZERO)).isEqualTo(BackOff.FIRST_BOUND.multipliedBy(2));
    }

    private static CoordinatorSearch search(String ring) {
        return new CoordinatorSearch(
                new Dial(
                        Endpoints.parse(ring),
                        new Token(Role.WORKER, "s".repeat(43), new Trust.Nobody()),
                        TlsFiles.NONE),
                LONGEST);
    }
}
