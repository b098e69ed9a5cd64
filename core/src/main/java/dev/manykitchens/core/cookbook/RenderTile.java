package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.nio.ByteBuffer;
import java.util.List;

/// One tile of a picture of the Mandelbrot set: real computing that is light for some tiles and
/// heavy for others, with results of some kilobytes. Gives the iterations of each pixel, row by
/// row, two bytes each, the high one first.
///
/// [MandelbrotPicture] cuts a picture into tiles and puts it together again.
public final class RenderTile implements Recipe {

    static final int LARGEST_PICTURE = 10_000;
    static final int LARGEST_TILE = 1_024;
    static final int MOST_ITERATIONS = 65_535;
    private static final int ITERATIONS_BETWEEN_CHECKPOINTS = 200_000;

    @Override
    public String name() {
        return "render_tile";
    }

    @Override
    public String summary() {
        return "renders one tile of a picture of the Mandelbrot set: real CPU work";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.required(
                        "x", ValueType.INTEGER, "the tile's left edge in the picture, in pixels"),
                Parameter.required(
                        "y", ValueType.INTEGER, "the tile's upper edge in the picture, in pixels"),
                Parameter.optional("width", Value.of(64), "the tile's width, at most 1024"),
                Parameter.optional("height", Value.of(64), "the tile's height, at most 1024"),
                Parameter.optional(
                        "picture_width", Value.of(640), "the picture's width, at most 10000"),
                Parameter.optional(
                        "picture_height", Value.of(480), "the picture's height, at most 10000"),
                Parameter.optional(
                        "iterations",
                        Value.of(1_000),
                        "after how many a pixel is in the set, at most 65535"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.BYTES;
    }

    @Override
    public void check(Row arguments) {
        long pictureWidth = Limits.within(arguments, 4, "picture_width", 1, LARGEST_PICTURE);
        long pictureHeight = Limits.within(arguments, 5, "picture_height", 1, LARGEST_PICTURE);
        long _ = Limits.within(arguments, 0, "x", 0, pictureWidth - 1);
        long _ = Limits.within(arguments, 1, "y", 0, pictureHeight - 1);
        long _ = Limits.within(arguments, 2, "width", 1, LARGEST_TILE);
        long _ = Limits.within(arguments, 3, "height", 1, LARGEST_TILE);
        long _ = Limits.within(arguments, 6, "iterations", 1, MOST_ITERATIONS);
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        check(arguments);
        int left = (int) arguments.longValue(0);
        int top = (int) arguments.longValue(1);
        int width = (int) arguments.longValue(2);
        int height = (int) arguments.longValue(3);
        int pictureWidth = (int) arguments.longValue(4);
        int pictureHeight = (int) arguments.longValue(5);
        int limit = (int) arguments.longValue(6);

        // The whole set fits: it lies between -2.5 and 1 across, and between -1.25 and 1.25
        // upwards.
        double pixel = Math.max(3.5 / pictureWidth, 2.5 / pictureHeight);
        ByteBuffer pixels = ByteBuffer.allocate(width * height * Short.BYTES);
        int spent = 0;
        for (int row = top; row < top + height; row++) {
            double imaginary = (row + 0.5 - pictureHeight / 2.0) * pixel;
            for (int column = left; column < left + width; column++) {
                int count =
                        iterations(
                                -0.75 + (column + 0.5 - pictureWidth / 2.0) * pixel,
                                imaginary,
                                limit);
                pixels.putShort((short) count);
                spent += count;
                if (spent >= ITERATIONS_BETWEEN_CHECKPOINTS) {
                    context.checkpoint();
                    spent = 0;
                }
            }
        }
        return Value.of(pixels.array());
    }

    /// One tile of a picture of 640 by 480 pixels.
    @Override
    public List<Value> sample(int index) {
        MandelbrotPicture picture = MandelbrotPicture.DEFAULT;
        return picture.rows().get(index % picture.tiles());
    }

    /// How often z² + c can be taken before z is further than 2 from 0; the limit when it never is.
    private static int iterations(double cReal, double cImaginary, int limit) {
        double real = 0;
        double imaginary = 0;
        int count = 0;
        while (count < limit && real * real + imaginary * imaginary <= 4) {
            double next = real * real - imaginary * imaginary + cReal;
            imaginary = 2 * real * imaginary + cImaginary;
            real = next;
            count++;
        }
        return count;
    }
}
