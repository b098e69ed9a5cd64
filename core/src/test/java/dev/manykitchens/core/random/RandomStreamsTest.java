package dev.manykitchens.core.random;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

class RandomStreamsTest {

    @Test
    void theSameSeedAndConcernGiveTheSameNumbers() {
        assertThat(first(RandomStreams.seeded(7), "waits"))
                .isEqualTo(first(RandomStreams.seeded(7), "waits"))
                .isNotEqualTo(first(RandomStreams.seeded(8), "waits"))
                .isNotEqualTo(first(RandomStreams.seeded(7), "faults"));
    }

    @Test
    void aStreamGoesOnWhereItWasWhateverOthersDraw() {
        RandomStreams one = RandomStreams.seeded(7);
        RandomStreams two = RandomStreams.seeded(7);
        List<Long> undisturbed = first(one, "waits");
        List<Long> disturbed =
                IntStream.range(0, 8)
                        .mapToObj(i -> {
                            two.stream("faults").nextLong();
                            return two.stream("waits").nextLong();
                        })
                        .toList();

        assertThat(disturbed).isEqualTo(undisturbed);
        assertThat(first(one, "waits")).isNotEqualTo(undisturbed);
    }

    @Test
    void replicationsOfManySeedsHaveNoNumberInCommon() {
        Set<Long> seen = new HashSet<>();
        for (long seed : new long[] {0, 1, 2, -1, 7, Long.MAX_VALUE, Long.MIN_VALUE}) {
            seen.addAll(first(RandomStreams.seeded(seed), "waits"));
            for (int number = 0; number < 1_000; number++) {
                seen.addAll(first(RandomStreams.seeded(seed).replication(number), "waits"));
            }
        }

        assertThat(seen).hasSize(7 * 1_001 * 8);
    }

    @Test
    void aReplicationIsTheSameWheneverItIsAskedForAndCanBeReplicatedItself() {
        RandomStreams streams = RandomStreams.seeded(7);
        List<Long> third = first(streams.replication(3), "waits");
        List<Long> _ = first(streams, "waits");

        assertThat(first(streams.replication(3), "waits")).isEqualTo(third);
        assertThat(first(streams.replication(3).replication(0), "waits")).isNotEqualTo(third);
    }

    /// As texts, Aa and BB have the same hash code, and so have all that are made of them.
    @Test
    void concernsThatSoundAlikeToAComputerHaveNumbersOfTheirOwn() {
        RandomStreams streams = RandomStreams.seeded(7);
        Set<List<Long>> numbers = new HashSet<>();
        for (String concern : List.of("AaAa", "AaBB", "BBAa", "BBBB")) {
            numbers.add(first(streams, concern));
        }

        assertThat(numbers).hasSize(4);
    }

    private static List<Long> first(RandomStreams streams, String concern) {
        UniformRandomProvider stream = streams.stream(concern);
        return IntStream.range(0, 8).mapToObj(_ -> stream.nextLong()).toList();
    }
}
