package dev.manykitchens.core.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.JobStoppedException;
import dev.manykitchens.core.recipe.QuietContext;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class RecipeResultsTest {

    private final RecipeBook book = RecipeBook.load(RecipeResultsTest.class.getClassLoader());

    @ParameterizedTest
    @CsvSource({
        "4, 16",
        "-3, 9",
        "0, 0",
        "3037000500, 9223372037000250000",
        "100000000000000000000, 10000000000000000000000000000000000000000"
    })
    void aSquareIsExactAtAnySize(BigInteger n, String square) throws Exception {
        assertThat(result("compute_square", n)).hasToString(square);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 65_535, 65_536, 65_537, 65_539, 131_075})
    void everyNumberOfARangeIsAddedOnce(long count) throws Exception {
        assertThat(result("sum_range", 1, count + 1)).isEqualTo(Value.of(count * (count + 1) / 2));
    }

    @Test
    void theSumLeavesItsStopOut() throws Exception {
        assertThat(result("sum_range")).isEqualTo(Value.of(49_999_995_000_000L));
        assertThat(result("sum_range", 0, 10)).isEqualTo(Value.of(45));
        assertThat(result("sum_range", 10, 10)).isEqualTo(Value.of(0));
        assertThat(result("sum_range", 10, 0)).isEqualTo(Value.of(0));
        assertThat(result("sum_range", -5, 6)).isEqualTo(Value.of(0));
        assertThat(result("sum_range", 0, 200_000, 5)).isEqualTo(Value.of(19_999_900_000L));
        assertThat(result("sum_range", 999_999_999_000L, 1_000_000_000_000L))
                .isEqualTo(Value.of(999_999_999_499_500L));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> result("sum_range", 0, BigInteger.TEN.pow(20)))
                .withMessage(
                        "stop must be from -1000000000000 to 1000000000000, was 100000000000000000000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    wait;          1s..500ms;     a duration range must run from 0 upwards
                    crunch;        1h..2h;        a duration must be a number with a unit
                    crunch_native; fast;          a duration must be a number with a unit
                    count_primes;  -1;            limit must be from 0 to 1000000000, was -1
                    make_bytes;    268435457;     count must be from 0 to 268435456, was 268435457
                    sum_range;     0,4,0;         rounds must be from 1 to 1000000, was 0
                    render_tile;   0,480;         y must be from 0 to 479, was 480
                    add_to_till;   till,1,maybe;  locked must be yes or no, was "maybe"
                    crash;         256;           exit_code must be from 0 to 255, was 256
                    brew_chai;     1001;          cups must be from 0 to 1000, was 1001
                    """)
    void argumentsThatNoJobCanRunWithAreRefusedBeforeAnythingIsStarted(
            String name, String arguments, String message) {
        Recipe recipe = book.get(name);
        Row row = typed(recipe, arguments);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> recipe.check(row))
                .withMessageContaining(message);
    }

    @Test
    void typicalArgumentsAreNotRefused() {
        assertThat(book.all())
                .allSatisfy(recipe ->
                        recipe.check(
                                new Row(RecipeBook.pack(recipe, List.of(recipe.sample(7))), 0)));
    }

    private static Row typed(Recipe recipe, String arguments) {
        List<Value> values = new ArrayList<>();
        for (String text : arguments.split(",", -1)) {
            values.add(Value.parse(recipe.parameters().get(values.size()).type(), text));
        }
        return new Row(RecipeBook.pack(recipe, List.of(values)), 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "2, 0",
        "3, 1",
        "4, 2",
        "10, 4",
        "100, 25",
        "1000, 168",
        "100000, 9592",
        "400000, 33860"
    })
    void primesBelowTheLimitAreCounted(int limit, int primes) throws Exception {
        assertThat(result("count_primes", limit)).isEqualTo(Value.of(primes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sum_range", "count_primes", "render_tile", "add_to_till", "never_ends"})
    void longComputationsCanBeStoppedOnTheWay(String name) {
        // Without checkpoints a cancelled or timed-out job would go on to its end.
        Recipe recipe = book.get(name);
        Object[] heavy =
                switch (name) {
                    case "render_tile" -> new Object[] {0, 0, 1_000, 1_000, 1_000, 1_000, 10_000};
                    case "sum_range" -> new Object[] {0, 1_000_000_000_000L};
                    case "count_primes" -> new Object[] {1_000_000_000};
                    case "add_to_till" -> new Object[] {"stopped", 1_000_000_000};
                    default -> new Object[] {};
                };
        QuietContext context = QuietContext.stoppingAt(10);

        assertThatExceptionOfType(JobStoppedException.class)
                .isThrownBy(() -> recipe.result(row(recipe, heavy), context));
        assertThat(context.checkpoints()).isEqualTo(10);
    }

    @Test
    void waitGivesTheDurationItDrew() throws Exception {
        Recipe wait = book.get("wait");
        Row range = row(wait, "1s..3s");
        JobRandom random = JobRandom.of(1, 0);
        random.generator().nextLong();

        List<Step> steps = wait.steps(range, random);

        // The context of the test draws the numbers of the same job, seed 1 and position 0.
        Value drawn = wait.result(range, QuietContext.create());
        assertThat(steps)
                .containsExactly(Step.waitFor(DurationRange.parseDuration(drawn.toString())));
        assertThat(result("wait", "250ms")).isEqualTo(Value.of("250ms"));
    }

    @Test
    void mistypedArgumentsAreRefusedByTheJob() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> steps("wait", "2 sec"))
                .withMessageContaining("was \"2 sec\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> steps("take_order", 1_001))
                .withMessage("customers must be from 0 to 1000, was 1001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> result("add_to_till", "t", 1, "maybe"))
                .withMessage("locked must be yes or no, was \"maybe\"");
    }

    @Test
    void stepsAreThoseOfTheScenes() {
        assertThat(steps("download_file", "a.txt"))
                .containsExactly(Step.waitFor(Duration.ofSeconds(2)));
        assertThat(steps("take_order", 3))
                .hasSize(3)
                .containsOnly(Step.waitFor(Duration.ofSeconds(2)));
        assertThat(steps("brew_chai", 3))
                .hasSize(3)
                .containsOnly(Step.waitFor(Duration.ofSeconds(3)));
        assertThat(steps("make_coffee", "latte"))
                .containsExactly(
                        Step.compute(Duration.ofMillis(20)),
                        new Step.Use(
                                "espresso-machine", List.of(Step.waitFor(Duration.ofMillis(300)))),
                        Step.waitFor(Duration.ofMillis(80)));
        assertThat(steps("grade_paper", 1))
                .containsExactly(
                        Step.compute(Duration.ofMillis(20)),
                        Step.waitFor(Duration.ofMillis(100)),
                        Step.compute(Duration.ofMillis(30)));
    }

    @Test
    void thePotIsStirredAfterEachWaitAndLastOfAllByTheResult() throws Exception {
        Step wait = Step.waitFor(Duration.ofMillis(5));
        Step stir = Step.compute(Duration.ofNanos(10_000));

        assertThat(steps("stir_pot", 3, "5ms")).containsExactly(wait, stir, wait, stir, wait);
        assertThat(result("stir_pot", 3, "5ms")).isEqualTo(Value.of(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> steps("stir_pot", 0))
                .withMessage("stirs must be from 1 to 1000, was 0");
    }

    @Test
    void thePointsOfAPaperAreAlwaysTheSame() throws Exception {
        assertThat(result("grade_paper", 7))
                .isEqualTo(result("grade_paper", 7))
                .isEqualTo(Value.of(55));
        assertThat(result("grade_paper", -1)).isEqualTo(Value.of(64));
    }

    @Test
    void drillsDoWhatTheySay() throws Exception {
        assertThatIllegalStateException()
                .isThrownBy(() -> result("fail", "no flour"))
                .withMessage("no flour");
        assertThat(((Value.Bytes) result("make_bytes", 12_345)).value()).hasSize(12_345);
        assertThat(result("never_listens", "1ms")).isEqualTo(Value.NONE);
    }

    private Value result(String name, Object... arguments) throws Exception {
        Recipe recipe = book.get(name);
        return recipe.result(row(recipe, arguments), QuietContext.create());
    }

    private List<Step> steps(String name, Object... arguments) {
        Recipe recipe = book.get(name);
        return recipe.steps(row(recipe, arguments), JobRandom.of(1, 0));
    }

    private static Row row(Recipe recipe, Object... arguments) {
        return RecipeBook.pack(recipe, List.of(Stream.of(arguments).map(Value::ofJava).toList()))
                .row(0);
    }
}
