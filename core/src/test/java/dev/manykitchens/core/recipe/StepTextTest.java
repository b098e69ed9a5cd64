package dev.manykitchens.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class StepTextTest {

    private static final RecipeBook BOOK = RecipeBook.load(StepTextTest.class.getClassLoader());
    private static final List<String> CALLS =
            List.of("count_primes(20000)", "make_toast", "add_to_till(a;b}\\, c,2,no)", "fail(ha)");

    @Test
    void aThousandRandomTreesOfStepsAreReadAsTheyWereWritten() {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(7);
        for (int tree = 0; tree < 1_000; tree++) {
            List<Step> steps = steps(random, 1 + random.nextInt(6));
            String text = StepText.write(steps);

            assertThat(StepText.read(text, BOOK)).as(text).hasToString(steps.toString());
        }
    }

    @Test
    void whatPeopleTypeIsReadHoweverTheySpaceIt() {
        List<Step> steps =
                List.of(
                        Step.compute(Duration.ofMillis(20)),
                        new Step.Use("oven", List.of(Step.waitFor(Duration.ofSeconds(1)))),
                        Step.offload(Duration.ofNanos(1_500)));

        assertThat(StepText.read("cpu 20ms; use oven {wait 1s}; offload 1.5us", BOOK))
                .isEqualTo(steps);
        assertThat(StepText.read("\n cpu\t20ms;use oven{ wait 1s\n};offload 1500ns ", BOOK))
                .isEqualTo(steps);
    }

    @Test
    void nothingIsNoSteps() {
        assertThat(StepText.read("", BOOK)).isEmpty();
        assertThat(StepText.read(" \n ", BOOK)).isEmpty();
        assertThat(StepText.write(List.of())).isEmpty();
        assertThat(StepText.read("use oven {}", BOOK))
                .isEqualTo(List.of(new Step.Use("oven", List.of())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    boil 3ms               | wait, cpu, offload or use
                    ;                      | wait, cpu, offload or use
                    cpu 1ms;               | wait, cpu, offload or use
                    cpu 1ms;; cpu 1ms      | wait, cpu, offload or use
                    cpu                    | a duration must be a number with a unit
                    wait 3                 | was "3"
                    offload -1ms           | was "-1ms"
                    wait 25h               | at most 24h
                    cpu 1ms wait 2ms       | ; behind a step, had "wait 2ms"
                    cpu 1ms }              | ; behind a step, had "}"
                    use oven wait 1s       | use oven {steps}
                    use {wait 1s}          | use oven {steps}
                    use oven {wait 1s      | ; or } behind a step
                    use oven {wait 1s; }   | wait, cpu, offload or use
                    use oven               | use oven {steps}
                    run                    | a call of a recipe must be its name
                    run count_prime(7)     | did you mean count_primes?
                    run count_primes(many) | argument limit of count_primes
                    run count_primes(-1)   | limit must be from 0 to 1000000000, was -1
                    """)
    void everyMistakeIsToldInOneLine(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepText.read(text, BOOK))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a;b", "a{", "}a", "tab\tbed"})
    void aResourceWhoseNameWouldBeReadAsSomethingElseIsNotWritten(String name) {
        List<Step> steps = List.of(new Step.Use(name, List.of()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepText.write(steps))
                .withMessageContaining("the name of a resource that travels");
    }

    @Test
    void codeWithoutANameDoesNotTravel() {
        List<Step> code = List.of(new Step.Compute((Computation.Code) (_, _) -> {}));
        List<Step> offloaded = List.of(new Step.Offload(RecipeCode.parse(BOOK, "make_toast")));

        for (List<Step> steps : List.of(code, offloaded)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StepText.write(steps))
                    .withMessageContaining("must be a duration or a recipe that runs on a stove");
        }
    }

    private static List<Step> steps(UniformRandomProvider random, int depth) {
        List<Step> steps = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            Duration duration = Duration.ofNanos(random.nextLong(1L << random.nextInt(1, 47)));
            steps.add(
                    switch (random.nextInt(depth > 0 ? 5 : 4)) {
                        case 0 -> Step.waitFor(duration);
                        case 1 -> Step.compute(duration);
                        case 2 -> Step.offload(duration);
                        case 3 ->
                                new Step.Compute(
                                        RecipeCode.parse(
                                                BOOK, CALLS.get(random.nextInt(CALLS.size()))));
                        default -> new Step.Use("oven-" + i, steps(random, depth - 1));
                    });
        }
        return steps;
    }
}
