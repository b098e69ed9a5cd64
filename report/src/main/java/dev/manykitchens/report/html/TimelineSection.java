package dev.manykitchens.report.html;

import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.li;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.ul;

import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.ProcessEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.SplitPart;
import dev.manykitchens.report.run.TimelineEntry;
import dev.manykitchens.report.run.TimelineEntry.Lane;
import dev.manykitchens.report.text.Figures;

import j2html.tags.DomContent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Who ran what and when: a lane a slot, grouped by worker, a bar a job.
final class TimelineSection {

    /// All timelines together: then the page stays below a megabyte.
    private static final int MOST_CHARACTERS = 600_000;

    /// More bars than this are too narrow to be pointed at: they get no words, and far less markup.
    private static final int MOST_WITH_WORDS = 250;

    /// In pixels: less cannot be seen.
    private static final double THINNEST = 0.4;

    private TimelineSection() {}

    static Optional<Section> of(RunFile run) {
        List<DomContent> figures = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        List<String> omitted = new ArrayList<>();
        boolean failed = false;
        int room = MOST_CHARACTERS;
        for (PoolEntry pool : run.ranked()) {
            TimelineEntry timeline = pool.timeline();
            if (timeline != null && timeline.omitted() != null) {
                omitted.add(
                        "`%s` had %s: %s."
                                .formatted(
                                        pool.pool(),
                                        Figures.count(timeline.jobs(), "job"),
                                        timeline.omitted()));
            }
            if (timeline == null || timeline.lanes().isEmpty()) {
                continue;
            }
            DomContent figure = pool(run, pool, timeline);
            int size = figure.render().length();
            if (size > room) {
                leftOut.add("`" + pool.pool() + "`");
                continue;
            }
            room -= size;
            failed |= failed(timeline);
            figures.add(figure);
        }
        if (figures.isEmpty() && leftOut.isEmpty() && omitted.isEmpty()) {
            return Optional.empty();
        }
        List<DomContent> content = new ArrayList<>();
        if (!figures.isEmpty()) {
            content.add(legend(failed));
            content.addAll(Folded.after(4, figures, "pool"));
        }
        omitted.forEach(words -> content.add(p(Prose.of(words)).withClass("note")));
        if (!leftOut.isEmpty()) {
            content.add(
                    p(Prose.of(
                                    "Left out, so that the page stays small: "
                                            + String.join(", ", leftOut)
                                            + "."))
                            .withClass("note"));
        }
        return Optional.of(
                new Section(
                        "timeline",
                        "Who ran what, and when",
                        (run.simulated()
                                        ? "Simulated: the first replication of each pool, from the coming of its first job."
                                        : "One round of each pool, from the submission of its jobs.")
                                + " A lane is a slot: room for one job in progress. The height of a colour in a bar is its share of the bar's time, and says nothing of its place in it. Each pool has a time axis of its own.",
                        content));
    }

    private static long bars(TimelineEntry timeline) {
        return timeline.lanes().stream().mapToLong(lane -> lane.first().length).sum();
    }

    private static boolean failed(TimelineEntry timeline) {
        return timeline.lanes().stream()
                .flatMapToInt(lane -> Arrays.stream(lane.failed()))
                .anyMatch(count -> count > 0);
    }

    private static DomContent legend(boolean failed) {
        List<DomContent> entries = new ArrayList<>();
        for (SplitPart part : List.of(SplitPart.CPU, SplitPart.STOVE, SplitPart.WAIT)) {
            entries.add(
                    li(
                            SplitSection.swatch(part, false),
                            strong(part.word()),
                            span(" " + part.meaning()).withClass("meaning")));
        }
        if (failed) {
            entries.add(
                    li(
                            Svg.silent(14).attr("width", 14).with(cross(50, 7)),
                            strong("failed"),
                            span(" without a result").withClass("meaning")));
        }
        return ul(each(entries.stream())).withClass("legend");
    }

    private static DomContent pool(RunFile run, PoolEntry pool, TimelineEntry timeline) {
        double end = 0;
        for (Lane lane : timeline.lanes()) {
            for (double seconds : lane.end()) {
                end = Math.max(end, seconds);
            }
        }
        Scale scale = Scale.linear(end);
        Map<String, List<Lane>> byWorker = new LinkedHashMap<>();
        for (Lane lane : timeline.lanes()) {
            byWorker.computeIfAbsent(lane.worker(), _ -> new ArrayList<>()).add(lane);
        }
        int height = timeline.lanes().size() <= 8 ? 22 : timeline.lanes().size() <= 24 ? 14 : 8;
        boolean words = bars(timeline) <= MOST_WITH_WORDS;
        List<DomContent> rows = new ArrayList<>();
        byWorker.forEach((worker, lanes) -> {
            rows.add(p(worker(worker, run, pool)).withClass("worker"));
            lanes.forEach(lane -> rows.add(lane(lane, scale, height, words)));
        });
        rows.add(div(div(), Axis.labels(scale, Axis::time)).withClass("lane axis-row"));
        return figure(
                        figcaption(
                                h3(code(pool.pool())),
                                p(Prose.of(remarks(run, timeline))).withClass("note")),
                        each(rows.stream()))
                .withClass("gantt");
    }

    private static String remarks(RunFile run, TimelineEntry timeline) {
        StringBuilder words =
                new StringBuilder(
                        "%s %s, %s."
                                .formatted(
                                        run.simulated() ? "Simulated: replication" : "Round",
                                        Figures.count(timeline.round()),
                                        Figures.count(timeline.jobs(), "job")));
        if (timeline.jobsPerBar() > 1) {
            words.append(
                    " Sampled: a bar stands for up to %s that followed each other on a lane; what is blank in it is the time between them."
                            .formatted(Figures.count(timeline.jobsPerBar(), "job")));
        }
        int hidden = timeline.lanesInAll() - timeline.lanes().size();
        if (hidden > 0) {
            words.append(
                    " %s of %s; the others are left out."
                            .formatted(
                                    Figures.count(timeline.lanes().size(), "lane"),
                                    Figures.count(timeline.lanesInAll())));
        }
        return words.toString();
    }

    private static DomContent worker(String worker, RunFile run, PoolEntry pool) {
        String here = run.simulated() ? "the simulated JVM" : "this JVM";
        String named = worker.equals("local") ? here : worker;
        return pool.processes().stream()
                .filter(process -> process.name().equals(worker))
                .findFirst()
                .map(process -> each(strong(named), span(" · " + place(process))))
                .orElseGet(() -> strong(named));
    }

    private static String place(ProcessEntry process) {
        return "PID %d on %s".formatted(process.pid(), process.host());
    }

    private static DomContent lane(Lane lane, Scale scale, int height, boolean words) {
        Svg chart =
                Svg.chart(
                                height,
                                "slot %d of %s: %s"
                                        .formatted(
                                                lane.slot(),
                                                lane.worker(),
                                                Figures.count(lane.first().length, "bar")))
                        .with(Axis.lines(scale, height));
        if (words) {
            for (int i = 0; i < lane.first().length; i++) {
                chart.with(
                        Svg.group(
                                words(lane, i),
                                each(
                                        shares(lane, i, scale, height - 2),
                                        share ->
                                                Svg.rect(
                                                        SplitSection.style(share.part()),
                                                        share.from(),
                                                        share.to(),
                                                        share.top(),
                                                        share.height()))));
            }
        } else {
            chart.with(Svg.stretched(height, paths(lane, scale, height)));
        }
        for (int i = 0; i < lane.first().length; i++) {
            if (lane.failed()[i] > 0) {
                double middle = (lane.start()[i] + lane.end()[i]) / 2;
                chart.with(cross(scale.percent(middle), height / 2.0));
            }
        }
        String label = height >= 14 ? Integer.toString(lane.slot()) : "";
        return div(div(label).withClass("slot"), chart).withClass("lane");
    }

    /// All bars of a lane at once, a path for each part.
    private static DomContent[] paths(Lane lane, Scale scale, int height) {
        Map<SplitPart, StringBuilder> paths = new EnumMap<>(SplitPart.class);
        for (int i = 0; i < lane.first().length; i++) {
            for (Share share : shares(lane, i, scale, height - 2)) {
                paths.computeIfAbsent(share.part(), _ -> new StringBuilder())
                        .append(
                                Svg.rectangle(
                                        share.from(), share.to(), share.top(), share.height()));
            }
        }
        return paths.entrySet().stream()
                .map(path ->
                        Svg.path(SplitSection.style(path.getKey()), path.getValue().toString()))
                .toArray(DomContent[]::new);
    }

    /// What of a bar's height stands for one part of what its jobs did.
    private record Share(SplitPart part, double from, double to, double top, double height) {}

    private static List<Share> shares(Lane lane, int i, Scale scale, int height) {
        double from = scale.percent(lane.start()[i]);
        double to = Math.max(from + 0.1, scale.percent(lane.end()[i]) - 0.06);
        double run = Math.max(lane.run()[i], 1e-12);
        // Between jobs that share a bar the slot may have stood idle: that stays blank.
        double whole = lane.jobs()[i] == 1 ? run : Math.max(run, lane.end()[i] - lane.start()[i]);
        double busy = run / whole;
        double cpu = Math.clamp(lane.cpu()[i] / whole, 0, busy);
        double stove = Math.clamp(lane.stove()[i] / whole, 0, busy - cpu);
        double bottom = height + 1.0;
        double cpuTop = bottom - cpu * height;
        double stoveTop = cpuTop - stove * height;
        double top = bottom - busy * height;
        return Stream.of(
                        new Share(SplitPart.CPU, from, to, cpuTop, bottom - cpuTop),
                        new Share(SplitPart.STOVE, from, to, stoveTop, cpuTop - stoveTop),
                        new Share(SplitPart.WAIT, from, to, top, stoveTop - top))
                .filter(share -> share.height() >= THINNEST)
                .toList();
    }

    private static String words(Lane lane, int i) {
        int jobs = lane.jobs()[i];
        int first = lane.first()[i] + 1;
        String which =
                jobs == 1
                        ? "job " + Figures.count(first)
                        : Figures.count(jobs) + " jobs from " + Figures.count(first) + " on";
        String failed =
                lane.failed()[i] == 0
                        ? ""
                        : jobs == 1
                                ? ", failed"
                                : ", " + Figures.count(lane.failed()[i]) + " failed";
        return "%s%s: at %s, ran %s, of it %s CPU and %s for a stove or core"
                .formatted(
                        which,
                        failed,
                        Figures.time(lane.start()[i]),
                        Figures.time(lane.run()[i]),
                        Figures.time(lane.cpu()[i]),
                        Figures.time(lane.stove()[i]));
    }

    /// Seen on any colour, and without any.
    private static DomContent cross(double x, double y) {
        return each(
                Svg.circle("cross-ground", x, y, 5.5),
                Svg.text("mark cross", x, y + 4, "middle", "✕"));
    }
}
