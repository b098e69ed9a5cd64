package dev.manykitchens.core.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

class LineupTest {

    private final Lineup<String> lineup = new Lineup<>();

    /// Places are left and used again all the time: nobody may get the neighbours of another one.
    @Test
    void itSaysTheSameAsAListWhateverComesMovesAndGoes() {
        record Standing(String thing, int place) {}
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        List<Standing> list = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int what = random.nextInt(list.size() > 40 ? 3 : 4);
            if (what >= 2 || list.isEmpty()) {
                String thing = "thing " + i;
                list.add(new Standing(thing, lineup.putLast(thing)));
            } else {
                Standing one = list.remove(random.nextInt(list.size()));
                if (what == 0) {
                    lineup.moveLast(one.place());
                    list.add(one);
                } else {
                    lineup.leave(one.place());
                }
            }
            assertThat(lineup)
                    .containsExactlyElementsOf(list.stream().map(Standing::thing).toList())
                    .hasSameSizeAs(list);
            assertThat(lineup.first()).isEqualTo(list.isEmpty() ? null : list.getFirst().thing());
            assertThat(lineup.last()).isEqualTo(list.isEmpty() ? null : list.getLast().thing());
        }
    }

    @Test
    void aPlaceThatWasLeftCannotBeLeftAgain() {
        int place = lineup.putLast("a");
        lineup.leave(place);

        assertThatIllegalStateException().isThrownBy(() -> lineup.leave(place));
        assertThat(lineup).isEmpty();
    }
}
