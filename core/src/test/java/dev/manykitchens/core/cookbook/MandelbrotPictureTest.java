package dev.manykitchens.core.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.recipe.QuietContext;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

class MandelbrotPictureTest {

    @ParameterizedTest
    @CsvSource({"640, 480, 64", "100, 70, 64", "7, 5, 3", "1, 1, 1", "64, 64, 64"})
    void tilesCoverEveryPixelOnce(int width, int height, int tile) {
        MandelbrotPicture picture = new MandelbrotPicture(width, height, tile, 10);
        int[] covered = new int[width * height];
        for (int i = 0; i < picture.tiles(); i++) {
            MandelbrotPicture.Tile place = picture.tile(i);
            for (int y = place.y(); y < place.y() + place.height(); y++) {
                for (int x = place.x(); x < place.x() + place.width(); x++) {
                    covered[y * width + x]++;
                }
            }
        }

        assertThat(covered).containsOnly(1);
    }

    @Test
    void thePictureIsTheSameHoweverItIsCut() throws Exception {
        int[] whole = counts(new MandelbrotPicture(100, 70, 1_000, 200));
        int[] cut = counts(new MandelbrotPicture(100, 70, 13, 200));

        assertThat(cut).isEqualTo(whole);
        // The set is symmetric and lies in the middle; outside the ring of radius 2 a pixel leaves
        // after one step.
        assertThat(whole[35 * 100 + 50]).isEqualTo(200);
        assertThat(whole[0]).isEqualTo(1);
        assertThat(Arrays.copyOfRange(whole, 0, 100))
                .isEqualTo(Arrays.copyOfRange(whole, 69 * 100, 70 * 100));
    }

    @Test
    void aMissingTileStaysGrey() {
        MandelbrotPicture picture = new MandelbrotPicture(4, 2, 2, 10);
        byte[] inTheSet = {0, 10, 0, 10, 0, 10, 0, 10};

        int[] counts = picture.counts(tile -> tile == 0 ? inTheSet : new byte[0]);

        assertThat(counts).containsExactly(10, 10, -1, -1, 10, 10, -1, -1);
        assertThat(picture.pixels(counts)).startsWith(0, 0, 0x808080, 0x808080);
    }

    @Test
    void countsOfTwoBytesAreReadWithoutSign() {
        MandelbrotPicture picture = new MandelbrotPicture(1, 1, 1, 65_535);

        assertThat(picture.counts(_ -> new byte[] {(byte) 0xFF, (byte) 0xFE}))
                .containsExactly(65_534);
    }

    @Test
    void aResultOfTheWrongSizeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MandelbrotPicture(4, 2, 2, 10).counts(_ -> new byte[7]))
                .withMessage("tile 0 must have two bytes for each of its 4 pixels, had 7 bytes");
    }

    @Test
    void eachWorkerTintsItsTilesAndOnlyThose() {
        MandelbrotPicture picture = new MandelbrotPicture(4, 1, 1, 10);
        int[] white = {0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF};

        int[] tinted = picture.tinted(white, tile -> new int[] {0, 1, 0, -1}[tile]);

        assertThat(tinted[0]).isEqualTo(tinted[2]).isNotEqualTo(tinted[1]).isNotEqualTo(0xFFFFFF);
        assertThat(tinted[3]).isEqualTo(0xFFFFFF);
        assertThat(white).containsOnly(0xFFFFFF);
    }

    @Test
    void workersHaveColoursOfTheirOwn() {
        Set<Integer> colours = new HashSet<>();
        IntStream.range(0, 32).forEach(worker -> colours.add(MandelbrotPicture.tint(worker)));

        assertThat(colours).hasSize(32).allMatch(colour -> colour >= 0 && colour <= 0xFFFFFF);
        assertThat(MandelbrotPicture.tint(0)).isEqualTo(0xFF0000);
    }

    @Test
    void aPictureHasLimits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MandelbrotPicture(0, 1, 1, 1))
                .withMessage("a picture's width must be from 1 to 10000, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MandelbrotPicture(10_000, 10_000, 1, 1))
                .withMessage("the number of tiles must be from 1 to 1000000, was 100000000");
    }

    private static int[] counts(MandelbrotPicture picture) throws Exception {
        Recipe recipe = new RenderTile();
        Columns rows = RecipeBook.pack(recipe, picture.rows());
        byte[][] tiles = new byte[picture.tiles()][];
        for (int i = 0; i < tiles.length; i++) {
            tiles[i] = ((Value.Bytes) recipe.result(rows.row(i), QuietContext.create())).value();
        }
        return picture.counts(i -> tiles[i]);
    }
}
