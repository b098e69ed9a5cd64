package dev.manykitchens.report.html;

import dev.manykitchens.report.text.Figures;

import j2html.TagCreator;
import j2html.tags.DomContent;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.DoubleFunction;

/// The figures below a drawing and the thin lines that lead up from them.
final class Axis {

    private static final int HEIGHT = 24;

    private Axis() {}

    /// The lines, behind what a drawing shows.
    static DomContent lines(Scale scale, int height) {
        return TagCreator.each(
                scale.ticks(),
                tick -> {
                    double x = scale.percent(tick);
                    return Svg.line("grid", x, 0, x, height);
                });
    }

    /// The figures, in a drawing of their own that stands below. The first and the last lean
    /// inwards, so that none is cut.
    static DomContent labels(Scale scale, DoubleFunction<String> words) {
        return Svg.silent(HEIGHT)
                .withClass("axis")
                .with(
                        TagCreator.each(
                                scale.ticks(),
                                tick -> {
                                    double x = scale.percent(tick);
                                    String anchor = x < 6 ? "start" : x > 94 ? "end" : "middle";
                                    return Svg.text("tick", x, 17, anchor, words.apply(tick));
                                }));
    }

    /// A time on an axis: no more digits than it needs.
    static String time(double seconds) {
        if (seconds == 0) {
            return "0";
        }
        String[] words = Figures.time(seconds).split(" ", -1);
        return words.length == 2
                ? plain(Double.parseDouble(words[0])) + " " + words[1]
                : String.join(" ", words);
    }

    /// A number on an axis, likewise.
    static String plain(double figure) {
        return figure >= 1_000
                ? Figures.count(Math.round(figure))
                : new BigDecimal(figure)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
