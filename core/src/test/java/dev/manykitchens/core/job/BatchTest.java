package dev.manykitchens.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class BatchTest {

    @Test
    void argumentsMustBePackedAsTheRecipeTakesThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Batch(
                                new ComputeSquare(),
                                new Columns(2, List.of()),
                                BatchOptions.DEFAULTS))
                .withMessage(
                        "compute_square takes 1 arguments, the batch has 0 columns; pack them with RecipeBook.pack");
    }

    @Test
    void aBatchHasAStatedLimit() {
        Columns arguments = Columns.of(new Column.Nones(Batch.MOST_JOBS + 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Batch(new ComputeSquare(), arguments, BatchOptions.DEFAULTS))
                .withMessage("a batch must have at most 100000000 jobs, had 100000001");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1_000.1, Double.NaN, Double.POSITIVE_INFINITY})
    void theTimeScaleIsAboveZeroAndAtMostAThousand(double scale) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchOptions.DEFAULTS.withTimeScale(scale))
                .withMessage("the time scale must be above 0 and at most 1000, was " + scale);
    }

    @Test
    void attemptsAndTimeoutsHaveLimits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchOptions.DEFAULTS.withAttempts(0))
                .withMessage("attempts must be from 1 to 100, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchOptions.DEFAULTS.withAttempts(101));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchOptions.DEFAULTS.withTimeout(Duration.ZERO))
                .withMessageStartingWith("a timeout must be above 0");
    }

    @Test
    void eachOptionChangesAlone() {
        BatchOptions changed =
                BatchOptions.DEFAULTS
                        .withWork(Work.none())
                        .withTimeScale(0.5)
                        .withSeed(9)
                        .withTimeout(Duration.ofSeconds(1))
                        .withAttempts(1);

        assertThat(changed)
                .isEqualTo(
                        new BatchOptions(
                                Work.none(), 0.5, 9, Optional.of(Duration.ofSeconds(1)), 1));
    }

    @ParameterizedTest
    @EnumSource(Outcome.Kind.class)
    void theCodeOfAKindStandsForIt(Outcome.Kind kind) {
        assertThat(Outcome.Kind.ofCode(kind.code())).isEqualTo(kind);
    }
}
