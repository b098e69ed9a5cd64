package dev.manykitchens.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.cookbook.MakeCoffee;
import dev.manykitchens.core.cookbook.SumRange;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class RecipeBookTest {

    private final RecipeBook book = RecipeBook.of(List.of(new SumRange(), new ComputeSquare()));

    @Test
    void recipesAreFoundAndListedByName() {
        assertThat(book.get("compute_square")).isInstanceOf(ComputeSquare.class);
        assertThat(book.all())
                .extracting(Recipe::name)
                .containsExactly("compute_square", "sum_range");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> book.get("compute-square"))
                .withMessage(
                        "a recipe must be one that is known here, was \"compute-square\"; did you mean compute_square?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> book.get("bake"))
                .withMessage(
                        "a recipe must be one that is known here, was \"bake\"; see `kitchen recipes`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bake", "bake-bread", "1bake", "bake bread", "bäke"})
    void aMalformedNameIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeBook.of(List.of(new Named(name, Map.of()))))
                .withMessageContaining("was \"" + name + "\" (" + Named.class.getName() + ")");
    }

    @Test
    void aNameIsTakenOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RecipeBook.of(
                                List.of(
                                        new ComputeSquare(),
                                        new Named("compute_square", Map.of()))))
                .withMessage(
                        "a recipe's name must be taken once, was taken by dev.manykitchens.core.cookbook.ComputeSquare and "
                                + Named.class.getName()
                                + ": compute_square");
    }

    @Test
    void resourcesOfAllRecipesComeTogether() {
        Named bake = new Named("bake", Map.of("oven", ResourceSpec.inEachKitchen(2)));

        assertThat(RecipeBook.of(List.of(new MakeCoffee(), bake)).resources())
                .containsExactly(
                        Map.entry("espresso-machine", ResourceSpec.shared(1)),
                        Map.entry("oven", ResourceSpec.inEachKitchen(2)));
    }

    @Test
    void recipesMustAgreeOnAResource() {
        Named latte =
                new Named("make_latte", Map.of("espresso-machine", ResourceSpec.inEachKitchen(2)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeBook.of(List.of(latte, new MakeCoffee())))
                .withMessage(
                        "recipes must agree on the resource espresso-machine, make_latte wants 2 permits (KITCHEN) and another 1 (SHARED)");
    }

    @Test
    void rowsArePackedAndDefaultsFilledIn() {
        Columns packed =
                RecipeBook.pack(
                        new SumRange(),
                        List.of(List.of(), List.of(Value.of(1), Value.of(2), Value.of(3))));

        assertThat(packed.row(0)).hasToString("0,10000000,1");
        assertThat(packed.row(1)).hasToString("1,2,3");
    }

    @Test
    void anArgumentThatDoesNotFitIsNamedWithItsJob() {
        ComputeSquare square = new ComputeSquare();
        List<Value> one = List.of(Value.of(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeBook.pack(square, List.of(one, List.of())))
                .withMessage("compute_square needs the argument n (an integer), job 2 has none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecipeBook.pack(square, List.of(one, List.of(Value.of(1.5)))))
                .withMessage(
                        "argument n of compute_square, job 2: must be an integer, was a number: 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> RecipeBook.pack(square, List.of(List.of(Value.of(1), Value.of(2)))))
                .withMessage("compute_square takes at most 1 argument, job 1 has 2");
    }

    @Test
    void aDefaultMustBeOfTheParametersType() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Parameter("n", ValueType.INTEGER, "", Optional.of(Value.of("x"))))
                .withMessage("the default of parameter n must be an integer, was x");
    }

    private record Named(String name, Map<String, ResourceSpec> resources) implements Recipe {
        @Override
        public String summary() {
            return "a recipe of this test";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of();
        }

        @Override
        public ValueType resultType() {
            return ValueType.NONE;
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return Value.NONE;
        }
    }
}
