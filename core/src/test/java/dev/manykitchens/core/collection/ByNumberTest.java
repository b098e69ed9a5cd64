package dev.manykitchens.core.collection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

class ByNumberTest {

    /// What moves into a gap must still be found: few numbers, so that most of them collide.
    @Test
    void itSaysTheSameAsAHashMapWhateverComesAndGoes() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        ByNumber<String> table = new ByNumber<>();
        Map<Long, String> map = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            long number = random.nextLong(-60, 60);
            String thing = "thing " + i;
            if (random.nextBoolean()) {
                table.put(number, thing);
                map.put(number, thing);
            } else {
                assertThat(table.remove(number)).isEqualTo(map.remove(number));
            }
            long asked = random.nextLong(-60, 60);
            assertThat(table.get(asked)).isEqualTo(map.get(asked));
            assertThat(table.size()).isEqualTo(map.size());
        }
    }

    @Test
    void itGrows() {
        ByNumber<Long> table = new ByNumber<>();
        for (long number = 0; number < 10_000; number++) {
            table.put(number * number, number);
        }

        assertThat(table.size()).isEqualTo(10_000);
        for (long number = 0; number < 10_000; number++) {
            assertThat(table.get(number * number)).isEqualTo(number);
        }
        assertThat(table.get(2)).isNull();
    }
}
