package dev.manykitchens.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.RecordedRuns;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.SplitPart;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

class HtmlReportTest {

    @ParameterizedTest
    @FieldSource("dev.manykitchens.report.RecordedRuns#NAMES")
    void aPageIsSmallAndNamesNothingOutsideOfIt(String name) {
        String page = HtmlReport.of(RecordedRuns.read(name));

        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_000_000);
        assertThat(page)
                .contains("Content-Security-Policy", "default-src &#x27;none&#x27;")
                .doesNotContain("http://", "https://", "<script", "src=", "@import", "NaN");
    }

    @Test
    void aHundredPoolsFitOnAPage() {
        RunFile run = RecordedRuns.read("many");
        List<PoolEntry> pools = new ArrayList<>();
        while (pools.size() < 100) {
            pools.addAll(run.pools());
        }

        String page = HtmlReport.of(withPools(run, pools));

        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2_000_000);
        assertThat(page).contains("Left out, so that the page stays small", "88 more pools");
    }

    @Test
    void whatARunSaysIsNeverTakenForThePageItself() {
        String page = HtmlReport.of(RecordedRuns.hostile());

        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;amp;", "&quot;&gt;&lt;img")
                .doesNotContain("<script", "<img");
    }

    @Test
    void everyFigureOfTheMemoryMapIsAMeasuredOne() {
        String page = HtmlReport.of(RecordedRuns.read("whole"));

        assertThat(page)
                .contains("One more platform thread that waits adds 94.9 kB")
                .contains("one more virtual thread adds 1.74 kB")
                .contains("one heap, 8 threads", "hands out the jobs", "start-up");
    }

    @Test
    void sharedBarsAndMissingLanesAreTold() {
        assertThat(HtmlReport.of(RecordedRuns.read("many")))
                .contains("Sampled: a bar stands for up to", "that followed each other on a lane");
    }

    @Test
    void theTimeBetweenJobsThatShareABarStaysBlank() {
        // A lane is drawn 20 high, from 1 to 21. One job computed for half of its time.
        assertThat(HtmlReport.of(withBar(1, 1, 0.5)))
                .contains("y=\"11\" height=\"10\"", "y=\"1\" height=\"10\"");
        // Two ran for a fourth of the bar's time, and computed for half of that.
        assertThat(HtmlReport.of(withBar(2, 0.25, 0.125)))
                .contains("y=\"18.5\" height=\"2.5\"", "y=\"16\" height=\"2.5\"")
                .doesNotContain("y=\"1\" height=\"10\"");
    }

    /// A run with a bar from 0 to 1 s.
    private static RunFile withBar(int jobs, double run, double cpu) {
        String bar =
                "\"jobs\":[%d],\"failed\":[0],\"start\":[0],\"end\":[1],\"run\":[%s],\"cpu\":[%s],\"stove\":[0]"
                        .formatted(jobs, run, cpu);
        String text =
                RecordedRuns.text("one-job")
                        .replace(
                                "\"jobs\":[1],\"failed\":[0],\"start\":[4e-05],\"end\":[8.3e-05],\"run\":[4.3e-05],\"cpu\":[2.3e-05],\"stove\":[2e-05]",
                                bar);
        assertThat(text).contains(bar);
        return RunFile.parse(text, "one-job with another bar");
    }

    @Test
    void failedJobsAreMarkedAndNotCompared() {
        String page = HtmlReport.of(RecordedRuns.read("failed"));

        assertThat(page)
                .contains("mark cross", "failed, not compared", "bar unjudged")
                .contains("so its times are shown and not compared");
    }

    @Test
    void aRunWithoutARoundSaysSo() {
        assertThat(HtmlReport.of(RecordedRuns.read("no-round")))
                .contains("Interrupted before the first round was complete")
                .doesNotContain("id=\"ranking\"");
    }

    @Test
    void anInterruptedLoadIsMadeOfTheJobsThatCame() {
        RunFile run = interruptedLoad();
        RunFile someHadNone = withPools(run, List.of(run.pools().getFirst(), unloaded()));

        for (RunFile partial : List.of(run, someHadNone)) {
            assertThat(HtmlReport.of(partial))
                    .contains("Interrupted: made of the jobs that had come.", "A load of ")
                    .contains("id=\"load\"")
                    .doesNotContain("round was complete", "nothing to compare");
        }
        assertThat(HtmlReport.of(withPools(run, List.of(unloaded()))))
                .contains("Interrupted before the first job came: there is nothing to compare.")
                .doesNotContain("id=\"load\"");
    }

    private static RunFile interruptedLoad() {
        String text = RecordedRuns.text("load").replace("\"partial\":false", "\"partial\":true");
        return RunFile.parse(text, "interrupted load");
    }

    /// A pool whose turn never came.
    private static PoolEntry unloaded() {
        String text = RecordedRuns.text("load").replace("\"load\":", "\"of old\":");
        return RunFile.parse(text, "without loads").pools().getFirst();
    }

    @Test
    void coloursCanBeToldFromTheirGroundInBothThemes() {
        // WCAG 2.2: text needs a contrast of 4.5, what is drawn needs 3.
        String page = HtmlReport.of(RecordedRuns.read("one-job"));
        Map<String, String> light = colours(page, 0);
        Map<String, String> dark = new TreeMap<>(light);
        dark.putAll(colours(page, 1));

        for (Map<String, String> theme : List.of(light, dark)) {
            for (String text : List.of("ink", "soft", "accent")) {
                assertThat(contrast(theme, text, "paper"))
                        .as("%s %s", text, theme)
                        .isGreaterThan(4.5);
                assertThat(contrast(theme, text, "raised"))
                        .as("%s %s", text, theme)
                        .isGreaterThan(4.5);
            }
            assertThat(contrast(theme, "warn", "warn-ground"))
                    .as(theme.toString())
                    .isGreaterThan(4.5);
            for (SplitPart part : SplitPart.values()) {
                assertThat(contrast(theme, part.word(), "paper"))
                        .as("%s %s", part, theme)
                        .isGreaterThan(3.0);
            }
            assertThat(contrast(theme, "bar", "paper")).as(theme.toString()).isGreaterThan(3.0);
            assertThat(contrast(theme, "bad", "paper")).as(theme.toString()).isGreaterThan(3.0);
        }
    }

    @Test
    void partsThatTouchDifferInLightnessOrHueForEveryEye() {
        // With red and green as one, hues of neighbours may coincide: then lightness must not.
        String page = HtmlReport.of(RecordedRuns.read("one-job"));

        for (int theme : new int[] {0, 1}) {
            Map<String, String> colours = colours(page, theme);
            for (SplitPart one : SplitPart.values()) {
                for (SplitPart other : EnumSet.complementOf(EnumSet.of(one))) {
                    assertThat(
                                    ColourVision.distance(
                                            colour(colours, one.word()),
                                            colour(colours, other.word())))
                            .as("%s and %s, theme %d", one, other, theme)
                            .isGreaterThan(10.0);
                }
            }
        }
    }

    private static String colour(Map<String, String> colours, String name) {
        return Objects.requireNonNull(colours.get(name), name);
    }

    private static RunFile withPools(RunFile run, List<PoolEntry> pools) {
        return new RunFile(
                run.schema(),
                run.simulated(),
                run.created(),
                run.version(),
                run.command(),
                run.host(),
                run.scenario(),
                run.jobs(),
                run.comparison(),
                pools,
                run.verdict(),
                run.scaling(),
                run.advice(),
                run.threads(),
                run.cautions());
    }

    /// The custom properties of the n-th rule that has any.
    private static Map<String, String> colours(String page, int n) {
        List<MatchResult> rules =
                Pattern.compile(":root \\{([^}]*)}").matcher(page).results().toList();
        Map<String, String> colours = new TreeMap<>();
        Pattern.compile("--([\\w-]+): (#[0-9a-f]{6})")
                .matcher(rules.get(n).group(1))
                .results()
                .forEach(match -> colours.put(match.group(1), match.group(2)));
        return colours;
    }

    private static double contrast(Map<String, String> theme, String one, String other) {
        double a = ColourVision.luminance(colour(theme, one));
        double b = ColourVision.luminance(colour(theme, other));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }
}
