package dev.manykitchens.cli;

import dev.manykitchens.cli.picture.TilePicture;
import dev.manykitchens.core.cookbook.MandelbrotPicture;
import dev.manykitchens.core.recipe.Recipe;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The options of `kitchen run render_tile --picture`: a whole picture instead of single tiles.
final class PictureOptions {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})x([0-9]{1,9})");
    private static final String RECIPE = "render_tile";

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description =
                    "With render_tile: render a whole picture into a PNG, tinted by who rendered what.")
    private @Nullable Path file;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            description = "The picture's width and height in pixels (default: 640x480).")
    private @Nullable String size;

    @Option(
            names = "--tile",
            paramLabel = "N",
            description = "The width and height of a tile in pixels (default: 64).")
    private @Nullable Integer tile;

    @Nullable Path file() {
        return file;
    }

    /// The picture that is wanted, if any.
    Optional<TilePicture> of(Recipe recipe, List<String> arguments, @Nullable Integer jobs) {
        if (file == null) {
            if (size != null || tile != null) {
                throw new UserMistakeException(
                        "--size and --tile need --picture FILE: they say how the picture is cut");
            }
            return Optional.empty();
        }
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new UserMistakeException(
                    "--picture must name a PNG, such as picture.png, was \"" + file + "\"");
        }
        if (!recipe.name().equals(RECIPE)) {
            throw new UserMistakeException(
                    "--picture needs the recipe %s, was %s".formatted(RECIPE, recipe.name()));
        }
        if (!arguments.isEmpty() || jobs != null) {
            throw new UserMistakeException(
                    "--picture makes the jobs itself, one a tile: leave out ARGs and --jobs");
        }
        return Optional.of(new TilePicture(UserMistakeException.unless(this::picture)));
    }

    private MandelbrotPicture picture() {
        MandelbrotPicture usual = MandelbrotPicture.DEFAULT;
        int width = usual.width();
        int height = usual.height();
        if (size != null) {
            Matcher matcher = SIZE.matcher(size);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "--size must be WIDTHxHEIGHT in pixels, such as 1024x768, was \""
                                + size
                                + "\"");
            }
            width = Integer.parseInt(matcher.group(1));
            height = Integer.parseInt(matcher.group(2));
        }
        return new MandelbrotPicture(
                width, height, tile == null ? usual.tile() : tile, usual.iterations());
    }
}
