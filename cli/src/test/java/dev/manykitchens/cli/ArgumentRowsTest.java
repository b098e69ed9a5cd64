package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.Test;

import java.util.List;

class ArgumentRowsTest {

    private static final RecipeBook BOOK = RecipeBook.load(Recipe.class.getClassLoader());

    @Test
    void aRecipeWithOneParameterTakesAnArgumentAsItStands() {
        assertThat(ArgumentRows.of(BOOK.get("make_coffee"), List.of("a,b\\,c")))
                .containsExactly(List.of(Value.of("a,b\\,c")));
    }

    @Test
    void commasSeparateAndABackslashKeepsThem() {
        assertThat(ArgumentRows.of(BOOK.get("download_file"), List.of("a\\,b\\\\,5ms", "c\\d,1s")))
                .containsExactly(
                        List.of(Value.of("a,b\\"), Value.of("5ms")),
                        List.of(Value.of("c\\d"), Value.of("1s")));
    }

    @Test
    void theRestMayBeLeftOut() {
        assertThat(ArgumentRows.of(BOOK.get("sum_range"), List.of("1", "1,2")))
                .containsExactly(List.of(Value.of(1)), List.of(Value.of(1), Value.of(2)));
    }

    @Test
    void withoutAnyTheRecipeSaysWhatIsTypical() {
        assertThat(ArgumentRows.repeated(BOOK.get("compute_square"), List.of(), 3))
                .containsExactly(List.of(Value.of(0)), List.of(Value.of(1)), List.of(Value.of(2)));
    }
}
