package dev.manykitchens.report.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.report.Snapshots;
import dev.manykitchens.report.bars.Ink;
import dev.manykitchens.report.json.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;

class ClusterSnapshotTest {

    /// Colours as words, so that a person can read the file.
    private static final Ink COLOURS =
            (text, colour) -> text.isEmpty() ? "" : "‹%06x›%s‹›".formatted(colour, text);

    private static final Ink INVISIBLE = (text, _) -> text;

    @Test
    void tablesAreAsTheyWere() {
        String all =
                String.join(
                        "\n\n",
                        StatusTable.of(Clusters.busy(), 80, Ink.PLAIN),
                        StatusTable.of(Clusters.busy(), 200, COLOURS),
                        StatusTable.of(Clusters.empty(), Integer.MAX_VALUE, Ink.PLAIN));

        Snapshots.assertSame("status.txt", all.replace(System.lineSeparator(), "\n"));
    }

    @Test
    void framesAreAsTheyWere() {
        String all =
                String.join(
                        "\n\n",
                        frame(Clusters.before(), Clusters.busy(), 80, 24, Ink.PLAIN),
                        frame(Clusters.before(), Clusters.busy(), 130, 24, COLOURS),
                        frame(Clusters.busy(), Clusters.busy(), 80, 24, Ink.PLAIN),
                        frame(Clusters.large(50, 9), Clusters.large(50, 9), 80, 20, Ink.PLAIN),
                        frame(Clusters.empty(), Clusters.empty(), 80, 24, Ink.PLAIN));

        Snapshots.assertSame("top.txt", all + "\n");
    }

    @Test
    void jsonIsAsItWas() {
        Snapshots.assertSame(
                "status.json",
                StatusJson.of(Clusters.busy()).toJson().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void jsonSaysNullForWhatIsUnknown() {
        JsonNode tree = Json.tree(StatusJson.of(Clusters.empty()).toJson());

        assertThat(tree.path("build_version").isNull()).isTrue();
        assertThat(tree.path("workers").isEmpty()).isTrue();
    }

    @Test
    void nothingIsWiderThanTheTerminal() {
        for (int width = 80; width <= 220; width++) {
            int most = width;
            assertThat(StatusTable.of(Clusters.busy(), width, INVISIBLE).lines())
                    .allMatch(line -> line.length() <= most, "at most " + most + " wide");
        }
        for (int width = 1; width <= 220; width++) {
            int most = width;
            assertThat(TopScreen.frame(Clusters.before(), Clusters.busy(), width, 30, INVISIBLE))
                    .allMatch(line -> line.length() <= most, "at most " + most + " wide");
        }
    }

    @Test
    void framesAreNotHigherThanTheTerminalAndSayWhatIsLeftOut() {
        ClusterView large = Clusters.large(50, 30);
        for (int height = 0; height <= 100; height++) {
            List<String> lines = TopScreen.frame(large, large, 100, height, Ink.PLAIN);

            assertThat(lines).hasSizeLessThanOrEqualTo(height);
            if (height >= 14) {
                assertThat(rows(lines, "worker-") + left(lines, "worker")).isEqualTo(50);
                assertThat(rows(lines, "bake") + left(lines, "batch")).isEqualTo(30);
            }
        }
    }

    @Test
    void longTablesAreCutAndSaySo() {
        assertThat(StatusTable.of(Clusters.large(StatusTable.MOST_ROWS + 7, 1), 80, Ink.PLAIN))
                .contains("Not shown: 7 workers more; --json has all.");
    }

    @Test
    void nothingForeignIsObeyed() {
        String all =
                StatusTable.of(Clusters.busy(), 300, Ink.PLAIN)
                        + frame(Clusters.before(), Clusters.busy(), 300, 50, Ink.PLAIN);

        assertThat(all.replace(System.lineSeparator(), "").replace("\n", ""))
                .doesNotContainPattern("[\\p{Cc}\u202e]");
    }

    private static long rows(List<String> lines, String word) {
        return lines.stream().filter(line -> line.contains(word)).count();
    }

    private static int left(List<String> lines, String noun) {
        return lines.stream()
                .filter(line -> line.startsWith("…") && line.contains(noun))
                .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                .sum();
    }

    private static String frame(
            ClusterView before, ClusterView now, int width, int height, Ink ink) {
        return String.join("\n", TopScreen.frame(before, now, width, height, ink));
    }
}
