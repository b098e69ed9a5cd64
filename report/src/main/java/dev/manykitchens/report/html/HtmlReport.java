package dev.manykitchens.report.html;

import static j2html.TagCreator.body;
import static j2html.TagCreator.each;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.style;
import static j2html.TagCreator.text;
import static j2html.TagCreator.title;

import dev.manykitchens.report.run.RunFile;

import j2html.TagCreator;
import j2html.tags.DomContent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// A run as one HTML file that needs nothing else: no network, no script. Everything that comes
/// from the run is escaped; beyond that a content security policy forbids the page to run or load
/// anything.
public final class HtmlReport {

    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private HtmlReport() {}

    /// The text of the file.
    public static String of(RunFile run) {
        List<Section> sections =
                Stream.of(
                                RankingSection.of(run),
                                LoadSection.of(run),
                                ScalingSection.of(run),
                                SplitSection.of(run),
                                TimelineSection.of(run),
                                ResponseSection.of(run),
                                PlainSections.classes(run),
                                MemorySection.of(run),
                                PlainSections.breakEven(run),
                                PlainSections.warmUp(run),
                                PlainSections.cautions(run),
                                Optional.of(PlainSections.origin(run)))
                        .flatMap(Optional::stream)
                        .toList();
        String name = VerdictSection.title(run).replace("`", "");
        return TagCreator.document(
                        html(
                                        head(
                                                meta().withCharset("utf-8"),
                                                meta().attr("http-equiv", "Content-Security-Policy")
                                                        .withContent(POLICY),
                                                meta().withName("viewport")
                                                        .withContent(
                                                                "width=device-width, initial-scale=1"),
                                                meta().withName("color-scheme")
                                                        .withContent("light dark"),
                                                meta().withName("generator")
                                                        .withContent(
                                                                "Many Kitchens " + run.version()),
                                                title(name),
                                                style(rawHtml(stylesheet()))),
                                        body(patterns(), main(page(run, sections))))
                                .withLang("en"))
                + "\n";
    }

    private static DomContent page(RunFile run, List<Section> sections) {
        return each(
                VerdictSection.of(run),
                nav(each(sections, Section::link)).attr("aria-label", "Sections"),
                each(sections, Section::toHtml),
                footer(
                        p(
                                text("Made by "),
                                strong("Many Kitchens"),
                                text(
                                        " %s from a file of schema %s."
                                                .formatted(run.version(), run.schema())))));
    }

    /// What hatched bars are filled with.
    private static DomContent patterns() {
        return Svg.silent(0)
                .attr("width", 0)
                .withClass("patterns")
                .with(
                        Svg.element("defs")
                                .with(
                                        Svg.element("pattern")
                                                .withId("hatch")
                                                .attr("width", 6)
                                                .attr("height", 6)
                                                .attr("patternUnits", "userSpaceOnUse")
                                                .attr("patternTransform", "rotate(45)")
                                                .with(
                                                        Svg.element("rect")
                                                                .withClass("hatch-line")
                                                                .attr("width", 2.5)
                                                                .attr("height", 6))));
    }

    /// When a run ended, as people write it.
    static String day(String created) {
        try {
            return DAY.format(Instant.parse(created));
        } catch (DateTimeParseException _) {
            return created;
        }
    }

    private static String stylesheet() {
        try (InputStream css =
                Objects.requireNonNull(
                        HtmlReport.class.getResourceAsStream("report.css"), "report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read report.css of this jar", e);
        }
    }
}
