package dev.manykitchens.report.diff;

import dev.manykitchens.report.RecordedRuns;
import dev.manykitchens.report.Snapshots;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Test;

import java.util.Locale;

class DiffSnapshotTest {

    private static final RunDiff DIFF =
            RunDiff.of(RecordedRuns.read("whole"), changed(RecordedRuns.text("whole")));

    @Test
    void theTableAndTheSentencesAreAsTheyWere() {
        Snapshots.assertSame(
                "diff.txt",
                (DiffText.table(DIFF, 120)
                                + String.join("\n", DiffText.words(DIFF))
                                + "\n"
                                + String.join("\n", DIFF.warnings())
                                + "\n")
                        .replace(System.lineSeparator(), "\n"));
    }

    @Test
    void theJsonIsAsItWas() {
        Snapshots.assertSame("diff.json", DiffFile.of(DIFF, 0.05).toJson());
    }

    /// The same run, where all times of one pool are doubled and another pool has another name.
    private static RunFile changed(String text) {
        RunFile run = RunFile.parse(text, "whole");
        StringBuilder times = new StringBuilder();
        StringBuilder doubled = new StringBuilder();
        double sum = 0;
        for (double time : run.pools().get(3).times()) {
            times.append(times.isEmpty() ? "" : ",").append(time);
            doubled.append(doubled.isEmpty() ? "" : ",")
                    .append(String.format(Locale.ROOT, "%.6f", 2 * time));
            sum += 2 * time;
        }
        double mean = sum / run.pools().get(3).times().length;
        return RunFile.parse(
                text.replace(times, doubled)
                        .replace("\"mean\":" + run.pools().get(3).mean(), "\"mean\":" + mean)
                        .replace("\"pool\":\"async\"", "\"pool\":\"hybrid:2\"")
                        .replace("\"cores\":2", "\"cores\":8"),
                "changed");
    }
}
