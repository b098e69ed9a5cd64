package dev.manykitchens.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeCodeTest {

    private static final RecipeBook BOOK = RecipeBook.load(RecipeCodeTest.class.getClassLoader());

    @Test
    void argumentsThatAreLeftOutHaveTheirDefaults() {
        RecipeCode code = RecipeCode.parse(BOOK, " sum_range(5) ");

        assertThat(code.recipe().name()).isEqualTo("sum_range");
        assertThat(code.arguments().longValue(0)).isEqualTo(5);
        assertThat(code.arguments().longValue(1)).isEqualTo(10_000_000);
        assertThat(code).hasToString("sum_range(5)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"make_toast", "make_toast()", "make_toast ( )"})
    void bracketsWithNothingInThemAreNoArguments(String call) {
        assertThat(RecipeCode.parse(BOOK, call).recipe().name()).isEqualTo("make_toast");
    }

    @Test
    void textWithBracketsCommasAndLinesIsOneArgumentWhereThereIsOneParameter() {
        assertThat(RecipeCode.parse(BOOK, "fail(a, (b;\n}) c\\,)").arguments().text(0))
                .isEqualTo("a, (b;\n}) c\\,");
    }

    @Test
    void commasWithinAnArgumentAreEscapedWhereThereAreSeveral() {
        RecipeCode code = RecipeCode.parse(BOOK, "add_to_till(a\\, b,2,no)");

        assertThat(code.arguments().text(0)).isEqualTo("a, b");
        assertThat(code.arguments().longValue(1)).isEqualTo(2);
        assertThat(code.arguments().text(2)).isEqualTo("no");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                         | a call of a recipe must be its name and its arguments
                    count-primes               | a call of a recipe must be its name and its arguments
                    Count_primes(7)            | a call of a recipe must be its name and its arguments
                    count_primes 7             | a call of a recipe must be its name and its arguments
                    (7)                        | a call of a recipe must be its name and its arguments
                    count_primse(7)            | did you mean count_primes?
                    sum_range(1,2,3,4)         | sum_range takes 3 arguments, the call has 4
                    count_primes(1,2,3)        | count_primes takes 1 argument, the call has 3: "1,2,3"
                    sum_range(0,4,0)           | rounds must be from 1 to 1000000, was 0
                    use_resource               | use_resource needs the argument resource
                    count_primes(7))           | brackets
                    count_primes((7)           | brackets
                    """)
    void whatCannotRunIsRefused(String call, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeCode.parse(BOOK, call))
                .withMessageContaining(message);
    }

    @Test
    void itsCodeMakesTheResultAndFailsAsTheRecipeDoes() throws Exception {
        QuietContext context = QuietContext.create();
        RecipeCode counting = RecipeCode.parse(BOOK, "count_primes(200000)");
        RecipeCode failing = RecipeCode.parse(BOOK, "fail(burnt)");

        counting.run(counting.arguments(), context);

        assertThat(context.checkpoints()).isPositive();
        assertThatThrownBy(() -> failing.run(failing.arguments(), context))
                .hasMessageContaining("burnt");
    }

    @Test
    void argumentsOfOneJobAreSplitAtCommasThatAreNotEscaped() {
        Recipe till = BOOK.get("add_to_till");

        assertThat(TypedArguments.read(till, "a\\\\,7", "job 3")).hasToString("[a\\, 7]");
        assertThat(TypedArguments.read(till, "\\n\\,", "job 3")).hasToString("[\\n,]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypedArguments.read(till, "a,x", "job 3"))
                .withMessageContaining("of add_to_till, job 3: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypedArguments.read(till, "a,1,no,more", "job 3"))
                .withMessage(
                        "add_to_till takes 3 arguments, job 3 has 4: \"a,1,no,more\"; write \\, for a comma within one");
    }

    @Test
    void aRecipeWithOneParameterTakesItsTextAsItStands() {
        assertThat(TypedArguments.read(BOOK.get("fail"), "a\\,b, c ", "job 1"))
                .hasToString("[a\\,b, c ]");
    }
}
