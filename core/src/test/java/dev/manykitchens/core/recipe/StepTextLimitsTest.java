package dev.manykitchens.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;

/// Texts that nobody types in good faith: each is refused in one line of readable length.
class StepTextLimitsTest {

    private static final RecipeBook BOOK =
            RecipeBook.load(StepTextLimitsTest.class.getClassLoader());

    @Test
    void usesLieWithinEachOtherAsDeepAsStatedAndNoDeeper() {
        String deepest = nested(StepText.DEEPEST, "use oven {", "wait 1s", "}");
        String deeper = nested(StepText.DEEPEST + 1, "use oven {", "wait 1s", "}");

        assertThat(StepText.write(StepText.read(deepest, BOOK))).isEqualTo(deepest);
        refuses(deeper, "must not lie deeper within each other than 32");
        refuses("use oven {".repeat(50_000), "must not lie deeper within each other than 32");
    }

    @Test
    void aJobHasAsManyStepsAsStatedAndNoMoreWhereverTheyStand() {
        String most = repeated(StepText.MOST_STEPS);
        String within = "use oven {" + repeated(StepText.MOST_STEPS - 1) + "}";

        assertThat(StepText.read(most, BOOK)).hasSize(StepText.MOST_STEPS);
        assertThat(StepText.read(within, BOOK)).hasSize(1);
        refuses(most + "; cpu 1ms", "at most 10000 steps");
        refuses(within + "; cpu 1ms", "at most 10000 steps");
    }

    @Test
    void callsLieWithinEachOtherNoDeeperEither() {
        String shallow = nested(3, "run follow_steps(", "cpu 1ms", ")");
        String deep = nested(20_000, "run follow_steps(", "cpu 1ms", ")");

        assertThat(StepText.write(StepText.read(shallow, BOOK))).isEqualTo(shallow);
        refuses(deep, "brackets of a call must not lie deeper within each other than 32");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "(",
                ")",
                ";",
                "a",
                "wait",
                "wait ",
                "use",
                "use a",
                "cpu 9",
                "run ",
                "run f(",
                "run fail(",
                "run f)",
                "run fail(()",
                "\\,",
                "\u0000",
                "\ud83c\udf75"
            })
    void thousandsOfTheSameAreRefusedInOneLine(String piece) {
        String text = piece.repeat(20_000);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepText.read(text, BOOK))
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(500));
    }

    @Test
    void aMistakeInTheFirstOfManyLinesIsToldInOne() {
        refuses("boil 3ms;\nwait 1s;\r\nwait 2s", "had \"boil 3ms; wait 1s; wait 2s\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fail(",
                "fail)",
                "fail((x)",
                "fail(x))",
                "fail(x)(y)",
                "fail(x",
                "fail)x(",
                "fail()("
            })
    void bracketsOfACallMustBeBalancedSinceTheyTellWhereItEnds(String call) {
        refuses("run " + call + "; cpu 1ms", "");
        refuses("use oven {run " + call + "}", "");
        assertThatIllegalArgumentException().isThrownBy(() -> RecipeCode.parse(BOOK, call));
    }

    private static void refuses(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StepText.read(text, BOOK))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(500));
    }

    private static String nested(int depth, String open, String inner, String close) {
        return open.repeat(depth) + inner + close.repeat(depth);
    }

    private static String repeated(int count) {
        return String.join("; ", Collections.nCopies(count, "cpu 1ms"));
    }
}
