package dev.manykitchens.cli.picture;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.comparison.MeasuredRound;
import dev.manykitchens.core.comparison.PoolWorker;
import dev.manykitchens.core.cookbook.MandelbrotPicture;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.report.text.Figures;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

/// A picture as a batch of tiles, and as a PNG of what became of them.
///
/// @param picture how it is cut
public record TilePicture(MandelbrotPicture picture) {

    /// The arguments of the jobs, one a tile.
    public List<List<Value>> rows() {
        return picture.rows();
    }

    /// The picture as PNG. Tiles without a result are grey.
    ///
    /// @param outcomes one a tile
    public byte[] png(List<Outcome> outcomes, MeasuredRound round) {
        int[] counts = picture.counts(tile -> pixelsOf(outcomes.get(tile)));
        int[] slotOfTile = slotOfTile(SlotsOfJobs.of(round.finished()));
        int[] pixels = picture.tinted(picture.pixels(counts), tile -> slotOfTile[tile]);
        BufferedImage image =
                new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, picture.width(), picture.height(), pixels, 0, picture.width());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory could not be encoded", e);
        }
        return bytes.toByteArray();
    }

    /// The legend: one line a slot, in the colour of its tint.
    public void printLegend(Shell shell, MeasuredRound round) {
        SlotsOfJobs slots = SlotsOfJobs.of(round.finished());
        List<SlotsOfJobs.Slot> all = slots.all();
        for (int i = 0; i < all.size(); i++) {
            SlotsOfJobs.Slot slot = all.get(i);
            int tint = MandelbrotPicture.tint(i);
            shell.out()
                    .println(
                            "  %s %s%s, slot %d: %s (tint #%06x)"
                                    .formatted(
                                            shell.terminal().coloured("■", tint),
                                            slot.worker(),
                                            pidOf(slot.worker(), round.workers()),
                                            slot.number() + 1,
                                            Figures.count(slots.jobsOf(slot), "tile"),
                                            tint));
        }
    }

    /// The size, as in "640x480 pixels, 80 tiles".
    @Override
    public String toString() {
        return "%dx%d pixels, %s"
                .formatted(
                        picture.width(), picture.height(), Figures.count(picture.tiles(), "tile"));
    }

    private int[] slotOfTile(SlotsOfJobs slots) {
        return IntStream.range(0, picture.tiles()).map(slots::indexOf).toArray();
    }

    private static String pidOf(String worker, List<PoolWorker> workers) {
        return workers.stream()
                .filter(w -> w.name().equals(worker))
                .map(w -> " (PID " + w.pid() + ")")
                .findFirst()
                .orElse("");
    }

    private static byte[] pixelsOf(Outcome outcome) {
        return outcome instanceof Outcome.Succeeded(Value.Bytes(byte[] bytes))
                ? bytes
                : new byte[0];
    }
}
