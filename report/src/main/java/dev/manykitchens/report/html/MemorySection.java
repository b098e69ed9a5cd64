package dev.manykitchens.report.html;

import static j2html.TagCreator.code;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;

import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.ProcessEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.ThreadCostEntry;
import dev.manykitchens.report.text.Figures;

import j2html.tags.DomContent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The memory map: threads share the heap of one process, worker JVMs have a heap each. With what
/// each was measured to hold, and how long it took to start.
final class MemorySection {

    private static final Pattern HYBRID = Pattern.compile("hybrid:([0-9]{1,9})");

    /// So many threads are drawn in a box; beyond them their number is written.
    private static final int MOST_THREADS = 24;

    private static final int MOST_BOXES = 16;

    private MemorySection() {}

    static Optional<Section> of(RunFile run) {
        List<PoolEntry> pools =
                run.ranked().stream().filter(pool -> !pool.processes().isEmpty()).toList();
        ThreadCostEntry cost = run.threads();
        if (pools.isEmpty() && cost == null) {
            return Optional.empty();
        }
        long most =
                pools.stream()
                        .flatMap(pool -> pool.processes().stream())
                        .map(ProcessEntry::memoryBytes)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0);
        List<DomContent> maps = pools.stream().map(pool -> map(pool, most)).toList();
        List<DomContent> content = new ArrayList<>();
        if (cost != null) {
            content.add(p(Prose.of(cost(cost))).withClass("answer"));
        }
        content.add(div(each(Folded.after(8, maps, "pool").stream())).withClass("maps"));
        return Optional.of(
                new Section(
                        "memory",
                        "Memory map",
                        "A box is a process, with the main memory it held at the end of the pool's last round. Threads inside it share its heap; what is in another box must travel. Pools inside this JVM share it, so its memory holds what all of them left.",
                        content));
    }

    private static String cost(ThreadCostEntry cost) {
        List<String> parts = new ArrayList<>();
        Long platform = cost.platformBytes();
        Long virtual = cost.virtualBytes();
        if (platform != null) {
            parts.add("one more platform thread that waits adds " + Figures.bytes(platform));
        }
        if (virtual != null) {
            parts.add("one more virtual thread adds " + Figures.bytes(virtual));
        }
        String all =
                parts.isEmpty()
                        ? "What one more thread adds was not measured"
                        : String.join("; ", parts);
        return all.substring(0, 1).toUpperCase(Locale.ROOT) + all.substring(1) + ".";
    }

    private static DomContent map(PoolEntry pool, long most) {
        List<DomContent> boxes = new ArrayList<>();
        for (ProcessEntry process : pool.processes().stream().limit(MOST_BOXES).toList()) {
            boxes.add(box(process, pool, most));
        }
        int more = pool.processes().size() - boxes.size();
        Long all = pool.memoryBytes();
        return figure(
                        figcaption(
                                h3(code(pool.pool())),
                                p("%s in all · start-up %s"
                                                .formatted(
                                                        all == null
                                                                ? Figures.UNKNOWN
                                                                : Figures.bytes(all),
                                                        Figures.time(pool.startup())))
                                        .withClass("note")),
                        div(each(boxes.stream())).withClass("boxes"),
                        more > 0
                                ? p("and %s more".formatted(Figures.count(more))).withClass("note")
                                : each())
                .withClass("memory-map");
    }

    private static DomContent box(ProcessEntry process, PoolEntry pool, long most) {
        boolean here = process.name().equals("local");
        Long memory = process.memoryBytes();
        List<DomContent> content = new ArrayList<>();
        content.add(
                p(
                                strong(here ? "this JVM" : process.name()),
                                span(" PID %d on %s".formatted(process.pid(), process.host())))
                        .withClass("who"));
        content.add(
                p(memory == null ? "memory not known" : Figures.bytes(memory)).withClass("figure"));
        if (memory != null && most > 0) {
            content.add(
                    Svg.chart(10, process.name() + " holds " + Figures.bytes(memory))
                            .with(Svg.rect("track", 0, 100, 0, 10))
                            .with(Svg.rect("mark memory", 0, 100.0 * memory / most, 0, 10)));
        }
        content.add(threads(process, pool, here));
        return div(each(content.stream())).withClass("process");
    }

    /// What runs jobs where nothing limits how many are in progress.
    private static String unlimited(String pool, String kind) {
        Matcher hybrid = HYBRID.matcher(pool);
        return hybrid.lookingAt()
                ? "an event loop and %s to compute"
                        .formatted(Figures.count(Long.parseLong(hybrid.group(1)), "thread"))
                : kind + " as many as there are jobs";
    }

    private static DomContent threads(ProcessEntry process, PoolEntry pool, boolean here) {
        Integer threads = process.threads();
        String kind = kind(pool.pool());
        if (threads == null) {
            boolean workers = pool.processes().size() > 1;
            return p(here && workers
                            ? "hands out the jobs"
                            : here ? "one heap, " + unlimited(pool.pool(), kind) : "one heap")
                    .withClass("note");
        }
        List<DomContent> icons = new ArrayList<>();
        for (int i = 0; i < Math.min(threads, MOST_THREADS); i++) {
            icons.add(thread());
        }
        return each(
                div(each(icons.stream())).withClass("threads").attr("aria-hidden", "true"),
                p("one heap, %s %s"
                                .formatted(
                                        Figures.count(threads),
                                        threads == 1 ? singular(kind) : kind))
                        .withClass("note"));
    }

    private static String kind(String pool) {
        String word = pool.split("[:+ ]", 2)[0];
        return switch (word) {
            case "virtual" -> "virtual threads";
            case "async" -> "jobs in progress on one event loop,";
            default -> "threads";
        };
    }

    private static String singular(String kind) {
        return kind.equals("threads")
                ? "thread"
                : kind.equals("virtual threads") ? "virtual thread" : kind;
    }

    /// A thread, as a thread is drawn.
    private static DomContent thread() {
        return Svg.element("svg")
                .attr("width", 12)
                .attr("height", 22)
                .attr("viewBox", "0 0 12 22")
                .with(Svg.path("mark thread", "M6 1C1 5 11 7 6 11S11 17 6 21"));
    }
}
