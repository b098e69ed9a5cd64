package dev.manykitchens.simulator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.pool.PoolSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

class SizingTest {

    private static final Goal GOAL = Goal.parse("mean<100ms");

    private final List<Integer> asked = new ArrayList<>();

    @Test
    void theSmallestSizeIsFoundWhateverItIs() throws InterruptedException {
        for (int smallest = 1; smallest <= 300; smallest++) {
            asked.clear();
            int least = smallest;
            Sizing.Found found = find("threads:1", 1_000, size -> size < least ? 0.2 : 0.05);

            assertThat(found.smallest().orElseThrow().size()).isEqualTo(smallest);
            // Doubling and halving, and the sizes around it that are shown too.
            int log = 32 - Integer.numberOfLeadingZeros(smallest);
            assertThat(asked).hasSizeLessThanOrEqualTo(2 * log + 1 + 4).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "5", "6", "7", "100", "1000"})
    void theLargestSizeIsFoundTooAndNothingBeyondItIsTried(int most) throws InterruptedException {
        Sizing.Found found = find("threads:1", most, size -> size < most ? 0.2 : 0.05);

        assertThat(found.smallest().orElseThrow().size()).isEqualTo(most);
        assertThat(asked).allSatisfy(size -> assertThat(size).isBetween(1, most));
    }

    @Test
    void whenNoSizeKeepsTheGoalTheLargestWasTried() throws InterruptedException {
        Sizing.Found found = find("threads:1", 100, _ -> 0.1);

        assertThat(found.smallest()).isEmpty();
        assertThat(found.isSure()).isFalse();
        assertThat(asked).containsExactly(1, 2, 4, 8, 16, 32, 64, 100);
        assertThat(found.tried()).extracting(Sizing.Tried::size).isSorted().isEqualTo(asked);
    }

    @Test
    void aPoolThatCannotKeepUpDoesNotKeepTheGoal() throws InterruptedException {
        Sizing.Found found = find("processes:9x4", 100, size -> size < 10 ? Double.NaN : 0.05);

        assertThat(found.smallest().orElseThrow().study().spec()).hasToString("processes:10x4");
        assertThat(found.isSure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 7, 11})
    void whereMoreIsNotAlwaysBetterASizeIsFoundThatKeepsTheGoal(int every)
            throws InterruptedException {
        Sizing.Found found = find("virtual:1", 64, size -> size % every == 0 ? 0.05 : 0.2);

        assertThat(found.smallest().stream()).allMatch(Sizing.Tried::keeps);
        assertThat(asked).doesNotHaveDuplicates();
    }

    @Test
    void sizesAroundTheOneThatIsFoundAreShownInOrder() throws InterruptedException {
        Sizing.Found found = find("threads:7", 1_000, size -> size < 20 ? 0.2 : 0.05);

        assertThat(found.tried())
                .extracting(Sizing.Tried::size)
                .isSorted()
                .contains(10, 16, 20, 25, 40);
    }

    @Test
    void itIsSureOnlyWhereIntervalsLieClearOfTheLimit() throws InterruptedException {
        Sizing sizing =
                new Sizing(
                        PoolSpec.parse("threads:1"),
                        GOAL,
                        8,
                        spec ->
                                spec.kind().slots().orElse(0) < 3
                                        ? Made.study(spec, 0.2, 0.21)
                                        : Made.study(spec, 0.09, 0.1));

        assertThat(sizing.find().smallest().orElseThrow().size()).isEqualTo(3);
        assertThat(sizing.find().isSure()).isFalse();
    }

    @Test
    void aPoolWithoutASizeIsRefusedAndAStopGoesThrough() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> find("async", 10, _ -> 1))
                .withMessageContaining("as threads:1 or processes:1x4, was async");
        Sizing stopped =
                new Sizing(
                        PoolSpec.parse("threads:1"),
                        GOAL,
                        8,
                        _ -> {
                            throw new InterruptedException("stopped");
                        });
        assertThatThrownBy(stopped::find).isInstanceOf(InterruptedException.class);
    }

    @Test
    void sizesThatBreakTheOrderAreNamed() throws InterruptedException {
        Sizing.Found found =
                find("threads:1", 100, size -> size == 7 || (size >= 9 && size < 18) ? 0.05 : 0.2);

        assertThat(found.smallest().orElseThrow().size()).isEqualTo(9);
        assertThat(found.alsoKeeping()).extracting(Sizing.Tried::size).containsExactly(7);
        assertThat(found.missingAbove()).extracting(Sizing.Tried::size).containsExactly(18);
        assertThat(found.tried()).noneMatch(Sizing.Tried::failsTooOften);
    }

    private Sizing.Found find(String pool, int most, IntToDoubleFunction response)
            throws InterruptedException {
        return new Sizing(PoolSpec.parse(pool), GOAL, most, spec -> study(spec, response)).find();
    }

    private PoolStudy study(PoolSpec spec, IntToDoubleFunction response) {
        int size =
                spec.kind() instanceof PoolSpec.Kind.Processes processes
                        ? processes.size()
                        : spec.kind().slots().orElseThrow();
        asked.add(size);
        double mean = response.applyAsDouble(size);
        return Double.isNaN(mean) ? Made.study(spec) : Made.study(spec, mean, mean);
    }
}
