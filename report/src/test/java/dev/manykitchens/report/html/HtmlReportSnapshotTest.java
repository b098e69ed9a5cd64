package dev.manykitchens.report.html;

import dev.manykitchens.report.RecordedRuns;
import dev.manykitchens.report.Snapshots;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

class HtmlReportSnapshotTest {

    private static final Pattern STYLE = Pattern.compile("<style>.*?</style>", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile("class=\"mark[ \"]");
    private static final Pattern CHART = Pattern.compile("<svg class=\"chart\"");
    private static final Pattern TOOLTIP =
            Pattern.compile("<title>.*?</title>|<text.*?</text>", Pattern.DOTALL);

    @Test
    void thePageOfASmallRunIsAsItWas() {
        Snapshots.assertSame(
                "failed.html",
                lines(STYLE.matcher(page("failed")).replaceFirst("<style></style>")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whole",
                "one-job",
                "one-pool",
                "many",
                "failed",
                "interrupted",
                "no-round",
                "load"
            })
    void whatAPageSaysAndDrawsIsAsItWas(String name) {
        Snapshots.assertSame(name + ".outline.txt", outline(page(name)));
    }

    private static String page(String name) {
        RunFile run = RecordedRuns.read(name);
        return HtmlReport.of(run);
    }

    private static String lines(String page) {
        return page.replace("><", ">\n<");
    }

    /// The words of each section, a line a block, and how much it draws.
    private static String outline(String page) {
        StringBuilder outline = new StringBuilder();
        for (String section :
                STYLE.matcher(page).replaceFirst("").split("(?=<section|<footer)", -1)) {
            outline.append(words(section));
            long charts = count(CHART, section);
            if (charts > 0) {
                outline.append(
                        "[%d charts with %d marks]%n".formatted(charts, count(MARK, section)));
            }
            outline.append("----\n");
        }
        return outline.toString().replace(System.lineSeparator(), "\n");
    }

    private static String words(String section) {
        return TOOLTIP.matcher(section)
                .replaceAll("")
                .replaceAll("</(p|h1|h2|h3|li|tr|dd|summary|nav)>", "\n")
                .replaceAll("</(td|th|dt|span|a|code|div)>", " ")
                .replaceAll("<[^>]*>", "")
                .replaceAll("[ \t]+", " ")
                .replaceAll(" ?\n ?", "\n")
                .replaceAll("\n+", "\n")
                .strip()
                .concat("\n");
    }

    private static long count(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().count();
    }
}
