package dev.manykitchens.report.html;

import j2html.TagCreator;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;

import java.util.Locale;
import java.util.regex.Pattern;

/// One element of a drawing. Places along the axis are percentages, so that a drawing fills
/// whatever width there is while its text keeps its size; places across it are pixels.
final class Svg extends ContainerTag<Svg> {

    private static final Pattern ZEROS = Pattern.compile("\\.?0+$");

    private Svg(String name) {
        super(name);
    }

    /// A drawing as wide as there is room and so many pixels high.
    ///
    /// @param says what it shows, for those who cannot see it
    static Svg chart(int height, String says) {
        return new Svg("svg")
                .withClass("chart")
                .attr("height", height)
                .attr("role", "img")
                .attr("aria-label", says.replace("`", ""));
    }

    /// A drawing that says nothing of its own: a swatch, the ends of an axis.
    static Svg silent(int height) {
        return new Svg("svg").attr("height", height).attr("aria-hidden", "true");
    }

    static Svg element(String name) {
        return new Svg(name);
    }

    /// Elements that belong together, with what a pointer shows when it rests on them.
    static Svg group(String tooltip, DomContent... content) {
        return new Svg("g").with(title(tooltip)).with(content);
    }

    static Svg title(String tooltip) {
        return new Svg("title").withText(tooltip.replace("`", ""));
    }

    /// @param style its class; a `mark` stands for something that was measured
    static Svg rect(String style, double from, double to, double top, double height) {
        return new Svg("rect")
                .withClass(style)
                .attr("x", percent(from))
                .attr("width", percent(Math.max(0, to - from)))
                .attr("y", pixels(top))
                .attr("height", pixels(height));
    }

    static Svg line(String style, double fromX, double fromY, double toX, double toY) {
        return new Svg("line")
                .withClass(style)
                .attr("x1", percent(fromX))
                .attr("y1", pixels(fromY))
                .attr("x2", percent(toX))
                .attr("y2", pixels(toY));
    }

    static Svg circle(String style, double x, double y, double radius) {
        return new Svg("circle")
                .withClass(style)
                .attr("cx", percent(x))
                .attr("cy", pixels(y))
                .attr("r", pixels(radius));
    }

    /// @param anchor `start`, `middle` or `end`
    static Svg text(String style, double x, double y, String anchor, String words) {
        return new Svg("text")
                .withClass(style)
                .attr("x", percent(x))
                .attr("y", pixels(y))
                .attr("text-anchor", anchor)
                .withText(words);
    }

    /// Lines through points whose first figure is in percent, the second in pixels: stretched with
    /// the drawing, with lines of one width.
    static Svg stretched(int height, DomContent... content) {
        return new Svg("svg")
                .attr("width", "100%")
                .attr("height", height)
                .attr("viewBox", "0 0 100 " + height)
                .attr("preserveAspectRatio", "none")
                .with(content);
    }

    static Svg path(String style, String data) {
        return new Svg("path").withClass(style).attr("d", data);
    }

    /// What a path needs to draw a rectangle; the first two figures are in percent.
    static String rectangle(double from, double to, double top, double height) {
        return "M%s %sH%sV%sH%sZ"
                .formatted(
                        number(from), number(top), number(to), number(top + height), number(from));
    }

    /// An interval: a line with a stroke at each end.
    static DomContent interval(String style, double from, double to, double y, double cap) {
        return TagCreator.each(
                line(style, from, y, to, y),
                line(style, from, y - cap, from, y + cap),
                line(style, to, y - cap, to, y + cap));
    }

    /// A figure as a drawing needs it: a thousandth of a percent is less than any screen shows.
    static String number(double figure) {
        String text = String.format(Locale.ROOT, "%.3f", figure);
        return ZEROS.matcher(text).replaceFirst("");
    }

    static String percent(double figure) {
        return number(figure) + "%";
    }

    private static String pixels(double figure) {
        return number(figure);
    }
}
