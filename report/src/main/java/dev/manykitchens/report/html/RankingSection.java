package dev.manykitchens.report.html;

import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;

import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RatioEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.text.Figures;

import j2html.tags.DomContent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pools as bars of their mean wall time, the fastest first, with the interval of the mean and
/// a dot a round.
final class RankingSection {

    private static final int ROW = 46;

    /// More dots than this only cover each other: then every so many rounds one is drawn.
    private static final int MOST_DOTS = 50;

    private RankingSection() {}

    static Optional<Section> of(RunFile run) {
        List<PoolEntry> ranked =
                run.ranked().stream().filter(pool -> pool.times().length > 0).toList();
        if (ranked.isEmpty()) {
            return Optional.empty();
        }
        Scale scale =
                Scale.linear(ranked.stream().mapToDouble(RankingSection::end).max().orElse(1));
        String first = run.reference().pool();
        List<DomContent> rows = new ArrayList<>();
        for (PoolEntry pool : ranked) {
            rows.add(row(pool, scale, pool.pool().equals(first), run.turn()));
        }
        rows.add(div(div(), Axis.labels(scale, Axis::time), div()).withClass("row axis-row"));
        return Optional.of(
                new Section(
                        "ranking",
                        "Wall time",
                        ("Of a %1$s: from the submission of its %2$s until the last result. A bar is the mean over %1$ss, its whisker the 95 %% interval of that mean, a dot one %1$s. Shorter is better. Speed-ups refer to `%3$s`, "
                                        + (run.simulated()
                                                ? "the first pool that keeps up."
                                                : "the first pool named.")
                                        + (run.predicted().isEmpty()
                                                ? ""
                                                : " What is predicted was computed by a simulation, not measured; its dots are replications."))
                                .formatted(run.turn(), Figures.count(run.jobs(), "job"), first),
                        List.of(
                                figure(each(rows.stream())).withClass("rows"),
                                details(summary("All figures"), table(run)))));
    }

    private static DomContent table(RunFile run) {
        Grid table =
                new Grid("pool")
                        .figures("wall time")
                        .figures("median")
                        .figures("min")
                        .figures("max")
                        .figures("jobs/s")
                        .figures("speed-up")
                        .figures("efficiency")
                        .figures("overhead/job")
                        .figures("CPU of a round")
                        .figures("memory")
                        .figures("failed")
                        .figures("ran again")
                        .figures("workers lost");
        for (PoolEntry pool : run.ranked()) {
            Long memory = pool.memoryBytes();
            table.row(
                    pool.pool(),
                    List.of(
                            Figures.time(Figures.orNaN(pool.mean()), Figures.orNaN(pool.stddev())),
                            Figures.time(Figures.orNaN(pool.median())),
                            Figures.time(Figures.orNaN(pool.min())),
                            Figures.time(Figures.orNaN(pool.max())),
                            Figures.rate(Figures.orNaN(pool.jobsPerSecond())),
                            Figures.ratio(Figures.orNaN(pool.speedup().ratio())),
                            Figures.percent(Figures.orNaN(pool.efficiency())),
                            Figures.time(Figures.orNaN(pool.overheadPerJob())),
                            Figures.time(Figures.orNaN(pool.cpuSeconds())),
                            memory == null ? Figures.UNKNOWN : Figures.bytes(memory),
                            Figures.count(pool.failed()),
                            Figures.count(pool.retried()),
                            Figures.count(pool.workersLost())));
        }
        return table.toHtml();
    }

    private static double end(PoolEntry pool) {
        double end = MeanInterval.of(pool.times()).end();
        for (double seconds : pool.times()) {
            end = Math.max(end, seconds);
        }
        return end;
    }

    private static DomContent row(PoolEntry pool, Scale scale, boolean reference, String turn) {
        MeanInterval mean = MeanInterval.of(pool.times());
        boolean judged = pool.canBeCompared();
        String words =
                "%s: %s, %s"
                        .formatted(
                                pool.pool(),
                                Figures.time(mean.mean(), Figures.orNaN(pool.stddev())),
                                Figures.count(pool.times().length, turn));
        Svg chart =
                Svg.chart(ROW, words)
                        .with(Axis.lines(scale, ROW))
                        .with(
                                Svg.group(
                                        words,
                                        Svg.rect(
                                                judged ? "mark bar" : "mark bar unjudged",
                                                0,
                                                scale.percent(mean.mean()),
                                                10,
                                                24)));
        if (mean.isKnown()) {
            chart.with(
                    Svg.interval(
                            "whisker",
                            scale.percent(mean.low()),
                            scale.percent(mean.high()),
                            22,
                            6));
        }
        chart.with(dots(pool.times(), scale));
        return div(
                        div(code(pool.pool())).withClass("name"),
                        chart,
                        div(
                                        span(Figures.time(
                                                        mean.mean(), Figures.orNaN(pool.stddev())))
                                                .withClass("figure"),
                                        span(judged
                                                        ? speedUp(pool.speedup(), reference)
                                                        : failed(pool))
                                                .withClass("aside"))
                                .withClass("value"))
                .withClass("row");
    }

    private static DomContent dots(double[] times, Scale scale) {
        List<DomContent> dots = new ArrayList<>();
        int every = Math.max(1, (times.length + MOST_DOTS - 1) / MOST_DOTS);
        for (int i = 0; i < times.length; i += every) {
            dots.add(Svg.circle("round", scale.percent(times[i]), 40, 2));
        }
        return each(dots.stream());
    }

    private static String failed(PoolEntry pool) {
        return pool.failed() > 0 ? Figures.count(pool.failed()) + " failed, not compared" : "";
    }

    private static String speedUp(RatioEntry ratio, boolean reference) {
        Double value = ratio.ratio();
        Double low = ratio.low();
        Double high = ratio.high();
        if (reference) {
            return "reference";
        }
        if (value == null) {
            return "";
        }
        return low == null || high == null
                ? "× " + Figures.ratio(value)
                : "× %s (%s to %s)"
                        .formatted(Figures.ratio(value), Figures.ratio(low), Figures.ratio(high));
    }
}
