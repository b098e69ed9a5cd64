package dev.manykitchens.cli.picture;

import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.cookbook.MandelbrotPicture;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.measurement.MeasuredRound;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.report.export.ResultsFile;
import dev.manykitchens.report.text.Figures;

import org.jspecify.annotations.Nullable;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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

    /// What to say about the picture once it is written.
    ///
    /// @param file where
    public ResultsFile.Picture described(Path file, MeasuredRound round) {
        SlotsOfJobs slots = SlotsOfJobs.of(round.finished());
        List<SlotsOfJobs.Slot> all = slots.all();
        return new ResultsFile.Picture(
                file.toString(),
                picture.width(),
                picture.height(),
                picture.tile(),
                picture.tiles(),
                IntStream.range(0, all.size())
                        .mapToObj(i ->
                                new ResultsFile.Slot(
                                        all.get(i).worker(),
                                        pidOf(all.get(i).worker(), round.workers()),
                                        all.get(i).number() + 1,
                                        slots.jobsOf(all.get(i)),
                                        "#%06x".formatted(MandelbrotPicture.tint(i))))
                        .toList());
    }

    /// The line that stands in place of the results.
    public static String line(ResultsFile.Picture written) {
        return "Picture: %dx%d pixels, %s in %s"
                .formatted(
                        written.width(),
                        written.height(),
                        Figures.count(written.tiles(), "tile"),
                        written.file());
    }

    /// The legend: one line a slot, in the colour of its tint.
    public static void printLegend(Shell shell, ResultsFile.Picture written) {
        for (ResultsFile.Slot slot : written.slots()) {
            int tint = Integer.parseInt(slot.tint().substring(1), 16);
            shell.out()
                    .println(
                            "  %s %s%s, slot %d: %s (tint %s)"
                                    .formatted(
                                            shell.terminal().coloured("■", tint),
                                            slot.worker(),
                                            slot.pid() == null ? "" : " (PID " + slot.pid() + ")",
                                            slot.slot(),
                                            Figures.count(slot.tiles(), "tile"),
                                            slot.tint()));
        }
    }

    private int[] slotOfTile(SlotsOfJobs slots) {
        return IntStream.range(0, picture.tiles()).map(slots::indexOf).toArray();
    }

    private static @Nullable Long pidOf(String worker, List<PoolWorker> workers) {
        return workers.stream()
                .filter(w -> w.name().equals(worker))
                .map(PoolWorker::pid)
                .findFirst()
                .orElse(null);
    }

    private static byte[] pixelsOf(Outcome outcome) {
        return outcome instanceof Outcome.Succeeded(Value.Bytes(byte[] bytes))
                ? bytes
                : new byte[0];
    }
}
