package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.cpu.CpuWork;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.worker.link.AssignedChunk.DefinedBatch;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class BatchFactsTest {

    private static final RecipeBook BOOK = RecipeBook.load(BatchFactsTest.class.getClassLoader());
    private static final BatchDesk DESK = NoResources.DESK;

    @Test
    void aDefinitionBecomesTheOptionsThatItsJobsRunWith() {
        BatchFacts facts =
                BatchFacts.of(
                        new DefinedBatch(
                                "compute_square",
                                "wait:1s..2s",
                                0.5,
                                42,
                                3_000_000_000L,
                                1e6,
                                Map.of()),
                        BOOK,
                        1,
                        DESK);

        assertThat(facts)
                .isInstanceOfSatisfying(
                        BatchFacts.Known.class,
                        known -> {
                            assertThat(known.recipe().name()).isEqualTo("compute_square");
                            assertThat(known.options().work()).hasToString("wait:1s..2s");
                            assertThat(known.options().timeScale()).isEqualTo(0.5);
                            assertThat(known.options().seed()).isEqualTo(42);
                            assertThat(known.options().timeout()).contains(Duration.ofSeconds(3));
                            assertThat(known.workUnitsPerSecond()).isEqualTo(1e6);
                        });
    }

    @Test
    void aSlowWorkerHasMoreUnitsToComputeInASecond() {
        DefinedBatch told = new DefinedBatch("compute_square", "own", 1, 1, 0, 1e6, Map.of());
        DefinedBatch untold = new DefinedBatch("compute_square", "own", 1, 1, 0, 0, Map.of());

        assertThat(units(told, 0.5)).isEqualTo(2e6);
        assertThat(units(told, 4)).isEqualTo(0.25e6);
        assertThat(units(untold, 1)).isZero();
        assertThat(units(untold, 0.25)).isEqualTo(4 * CpuWork.calibration().unitsPerSecond());
    }

    private static double units(DefinedBatch definition, double speed) {
        return ((BatchFacts.Known) BatchFacts.of(definition, BOOK, speed, DESK))
                .workUnitsPerSecond();
    }

    @Test
    void noTimeoutIsNoLimit() {
        BatchFacts facts =
                BatchFacts.of(
                        new DefinedBatch("compute_square", "own", 1, 1, 0, 0, Map.of()),
                        BOOK,
                        1,
                        DESK);

        assertThat(((BatchFacts.Known) facts).options().timeout()).isEmpty();
    }

    @Test
    void aRecipeOrWorkThatIsNotKnownHereIsRefusedInWords() {
        assertThat(
                        BatchFacts.of(
                                new DefinedBatch("compute_sqare", "own", 1, 1, 0, 0, Map.of()),
                                BOOK,
                                1,
                                DESK))
                .isInstanceOfSatisfying(
                        BatchFacts.Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .contains("compute_sqare")
                                        .contains("did you mean compute_square?"));
        assertThat(
                        BatchFacts.of(
                                new DefinedBatch("compute_square", "nap:1s", 1, 1, 0, 0, Map.of()),
                                BOOK,
                                1,
                                DESK))
                .isInstanceOfSatisfying(
                        BatchFacts.Refused.class,
                        refused -> assertThat(refused.reason()).contains("nap:1s"));
    }
}
