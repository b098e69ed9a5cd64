package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.value.Value;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A picture of the Mandelbrot set, cut into tiles for `render_tile` and put together from their
/// results. Pixels are row by row, as `0xRRGGBB`.
///
/// ```java
/// List<Object> tiles = pool.map("render_tile", picture.rows());
/// int[] counts = picture.counts(tile -> (byte[]) tiles.get(tile));
/// int[] pixels = picture.tinted(picture.pixels(counts), tile -> workerThatRendered(tile));
/// ```
///
/// @param width in pixels, from 1 to 10,000
/// @param height in pixels, from 1 to 10,000
/// @param tile the width and height of a tile, from 1 to 1,024; tiles at the right and lower edge
///   may be smaller
/// @param iterations after how many a pixel counts as in the set, from 1 to 65,535
public record MandelbrotPicture(int width, int height, int tile, int iterations) {

    /// 640 by 480 pixels in 80 tiles.
    public static final MandelbrotPicture DEFAULT = new MandelbrotPicture(640, 480, 64, 1_000);

    /// What [#counts] gives for a pixel whose tile is missing.
    public static final int MISSING = -1;

    private static final int MISSING_COLOUR = 0x808080;
    private static final int MOST_TILES = 1_000_000;

    public MandelbrotPicture {
        require("a picture's width", width, RenderTile.LARGEST_PICTURE);
        require("a picture's height", height, RenderTile.LARGEST_PICTURE);
        require("a tile", tile, RenderTile.LARGEST_TILE);
        require("iterations", iterations, RenderTile.MOST_ITERATIONS);
        require(
                "the number of tiles",
                Math.ceilDiv(width, tile) * Math.ceilDiv(height, tile),
                MOST_TILES);
    }

    /// One tile's place.
    ///
    /// @param x left edge
    /// @param y upper edge
    /// @param width how many pixels across
    /// @param height how many pixels down
    public record Tile(int x, int y, int width, int height) {}

    /// How many tiles there are.
    public int tiles() {
        return Math.ceilDiv(width, tile) * Math.ceilDiv(height, tile);
    }

    /// The place of a tile; they are numbered row by row, from 0.
    public Tile tile(int index) {
        int across = Math.ceilDiv(width, tile);
        int x = index % across * tile;
        int y = index / across * tile;
        return new Tile(x, y, Math.min(tile, width - x), Math.min(tile, height - y));
    }

    /// The arguments of `render_tile`, one row a tile.
    public List<List<Value>> rows() {
        return IntStream.range(0, tiles())
                .mapToObj(this::tile)
                .map(t ->
                        Stream.of(t.x, t.y, t.width, t.height, width, height, iterations)
                                .map(Value::ofJava)
                                .toList())
                .toList();
    }

    /// The iterations of each pixel.
    ///
    /// @param results what `render_tile` gave for a tile; empty when it gave nothing
    /// @throws IllegalArgumentException when a result has another size than its tile
    public int[] counts(IntFunction<byte[]> results) {
        int[] counts = new int[width * height];
        for (int index = 0; index < tiles(); index++) {
            byte[] bytes = results.apply(index);
            Tile place = tile(index);
            if (bytes.length != 0 && bytes.length != place.width * place.height * Short.BYTES) {
                throw new IllegalArgumentException(
                        "tile %d must have two bytes for each of its %d pixels, had %d bytes"
                                .formatted(index, place.width * place.height, bytes.length));
            }
            ByteBuffer pixels = ByteBuffer.wrap(bytes);
            for (int y = place.y; y < place.y + place.height; y++) {
                for (int x = place.x; x < place.x + place.width; x++) {
                    counts[y * width + x] =
                            bytes.length == 0 ? MISSING : Short.toUnsignedInt(pixels.getShort());
                }
            }
        }
        return counts;
    }

    /// The colour of each pixel: black in the set, from dark blue over white to brown outside, grey
    /// where it is missing.
    public int[] pixels(int[] counts) {
        return Arrays.stream(counts).map(this::colour).toArray();
    }

    /// The same picture with each tile tinted by who rendered it.
    ///
    /// @param pixels as from [#pixels]
    /// @param owner for each tile the number of its worker, from 0; below 0 leaves it as it is
    public int[] tinted(int[] pixels, IntUnaryOperator owner) {
        int[] tinted = pixels.clone();
        for (int index = 0; index < tiles(); index++) {
            int worker = owner.applyAsInt(index);
            Tile place = tile(index);
            for (int y = place.y; worker >= 0 && y < place.y + place.height; y++) {
                for (int x = place.x; x < place.x + place.width; x++) {
                    tinted[y * width + x] = mixed(pixels[y * width + x], tint(worker));
                }
            }
        }
        return tinted;
    }

    /// A worker's colour, for legends too: neighbours in number are far apart in hue.
    public static int tint(int worker) {
        double hue = worker * 0.618_033_988_75 % 1 * 6;
        return channel(hue, 0) << 16 | channel(hue, 4) << 8 | channel(hue, 2);
    }

    private int colour(int count) {
        if (count == MISSING) {
            return MISSING_COLOUR;
        }
        if (count >= iterations) {
            return 0;
        }
        double t = Math.log1p(count) / Math.log1p(iterations);
        int red = (int) (255 * Math.min(1, 9 * (1 - t) * t * t * t * 2));
        int green = (int) (255 * Math.min(1, 15 * (1 - t) * (1 - t) * t * t));
        int blue = (int) (255 * Math.min(1, 8.5 * (1 - t) * (1 - t) * (1 - t) * t + 0.15));
        return red << 16 | green << 8 | blue;
    }

    /// Two thirds of one colour and a third of another.
    private static int mixed(int colour, int with) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int own = colour >> shift & 0xFF;
            int added = with >> shift & 0xFF;
            mixed |= ((own * 2 + added) / 3) << shift;
        }
        return mixed;
    }

    /// One channel of a fully saturated colour, from 0 to 255; the hue runs from 0 to 6.
    private static int channel(double hue, int offset) {
        double distance = Math.abs((hue + offset) % 6 - 3);
        return (int) (255 * Math.clamp(distance - 1, 0, 1));
    }

    private static void require(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    what + " must be from 1 to " + most + ", was " + value);
        }
    }
}
