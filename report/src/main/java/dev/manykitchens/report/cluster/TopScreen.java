package dev.manykitchens.report.cluster;

import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.report.bars.Ink;
import dev.manykitchens.report.progress.TimeLeft;
import dev.manykitchens.report.text.Figures;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One frame of a view that is drawn again and again: how busy the workers were since the frame
/// before, how far the batches are.
public final class TopScreen {

    private static final int SHORTEST_BAR = 6;
    private static final int LONGEST_BAR = 40;

    private final ClusterView now;
    private final Change change;
    private final int width;
    private final Ink ink;

    private TopScreen(ClusterView before, ClusterView now, int width, Ink ink) {
        this.now = now;
        this.change = new Change(before, now);
        this.width = width;
        this.ink = ink;
    }

    /// The lines of a frame, without line breaks: at most `height`, each of at most `width`
    /// characters beside what colours take.
    ///
    /// @param before the view of the frame before; that of now when this is the first
    /// @param ink colours, or [Ink#PLAIN] for none
    public static List<String> frame(
            ClusterView before, ClusterView now, int width, int height, Ink ink) {
        TopScreen screen = new TopScreen(before, now, width, ink);
        List<String> lines = screen.header();
        int room = Math.max(0, height - lines.size() - 4);
        // A third for batches when workers could fill the rest, more when they do not.
        int most = Math.max(room / 3, room - now.workers().size());
        int batches = Math.min(now.batches().size(), most);
        lines.addAll(screen.workers(room - batches));
        lines.addAll(screen.batches(batches));
        return List.copyOf(lines.subList(0, Math.clamp(height, 0, lines.size())));
    }

    private List<String> header() {
        JobTotals jobs = now.totals();
        List<String> lines = new ArrayList<>();
        lines.add(
                line().add(Shown.standing(now), now.draining() ? Shown.LOOK : Shown.GOOD)
                        .toString());
        lines.add(
                line().add(
                                "%s, %s, %s free, %s"
                                        .formatted(
                                                Shown.workers(now),
                                                Figures.count(now.slots(), "slot"),
                                                Figures.count(now.freeSlots()),
                                                Figures.count(now.clients().size(), "client")))
                        .toString());
        lines.add(
                line().add(
                                "jobs: %s, %s queued, %s running, %s succeeded, %s failed"
                                        .formatted(
                                                Figures.rate(change.jobsPerSecond()),
                                                Figures.count(jobs.queued()),
                                                Figures.count(jobs.running()),
                                                Figures.count(jobs.succeeded()),
                                                Figures.count(jobs.failed())))
                        .toString());
        lines.add(
                line().add(
                                "%s lost".formatted(Figures.count(now.workersLost(), "worker")),
                                now.workersLost() > 0 ? Shown.BAD : Shown.GOOD)
                        .add(
                                "; jobs: %s cancelled, %s requeued, %s copied, %s dropped"
                                        .formatted(
                                                Figures.count(jobs.cancelled()),
                                                Figures.count(jobs.requeued()),
                                                Figures.count(jobs.copied()),
                                                Figures.count(jobs.dropped())))
                        .toString());
        Shown.apart(jobs).forEach(apart -> lines.add(line().add("jobs: " + apart).toString()));
        return lines;
    }

    private List<String> workers(int rows) {
        if (now.workers().isEmpty()) {
            return List.of();
        }
        int name = nameWidth(now.workers().stream().map(WorkerRow::name), "worker");
        int bar = barWidth(name + 1 + 8 + 1 + 6 + 10 + 9 + 9);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                line().left("worker", name + 1)
                        .left("state", 9)
                        .left("busy", bar)
                        .right("", 6)
                        .right("jobs/s", 10)
                        .right("running", 9)
                        .right("memory", 9)
                        .toString());
        int shown = shown(now.workers().size(), rows);
        for (WorkerRow worker : now.workers().subList(0, shown)) {
            double busy = change.utilisation(worker);
            lines.add(
                    line().left(Shown.name(worker.name(), width), name)
                            .add(" ")
                            .left(Shown.state(worker.state()), 9, Shown.colour(worker))
                            .bar(busy, bar, Shown.GOOD)
                            .right(Figures.percent(busy), 6)
                            .right(Figures.rate(change.jobsPerSecond(worker)), 10)
                            .right(Figures.count(worker.running()), 9)
                            .right(Shown.bytes(worker.residentBytes()), 9)
                            .toString());
        }
        addRest(lines, now.workers().size() - shown, "worker", "workers");
        return lines;
    }

    private List<String> batches(int rows) {
        if (now.batches().isEmpty()) {
            return List.of();
        }
        int recipe = nameWidth(now.batches().stream().map(BatchRow::recipe), "recipe");
        int bar = barWidth(7 + recipe + 1 + 6 + 24 + 9);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(
                line().left("batch", 7)
                        .left("recipe", recipe + 1)
                        .left("ended", bar)
                        .right("", 6)
                        .right("jobs", 24)
                        .right("left", 9)
                        .toString());
        int shown = shown(now.batches().size(), rows);
        for (BatchRow batch : now.batches().subList(0, shown)) {
            // As its client counts: those that had ended before are part of the batch.
            int jobs = batch.allJobs();
            int withOutcome = batch.settledElsewhere() + batch.ended();
            double ended = jobs == 0 ? 1 : withOutcome / (double) jobs;
            lines.add(
                    line().left(Long.toString(batch.batch()), 7)
                            .left(Shown.name(batch.recipe(), width), recipe)
                            .add(" ")
                            .bar(ended, bar, batch.failed() > 0 ? Shown.LOOK : Shown.GOOD)
                            .right(Figures.percent(ended), 6)
                            .right(Figures.count(withOutcome) + " of " + Figures.count(jobs), 24)
                            .right(
                                    change.timeLeft(batch)
                                            .map(TimeLeft::clock)
                                            .orElse(Figures.UNKNOWN),
                                    9)
                            .toString());
        }
        addRest(lines, now.batches().size() - shown, "batch", "batches");
        return lines;
    }

    /// How many rows are shown: the last place tells what is not.
    private static int shown(int rows, int places) {
        return rows <= places ? rows : Math.max(0, places - 1);
    }

    private void addRest(List<String> lines, int rest, String one, String many) {
        if (rest > 0) {
            lines.add(
                    line().add(
                                    "… %s more %s not shown"
                                            .formatted(Figures.count(rest), rest == 1 ? one : many))
                            .toString());
        }
    }

    private int nameWidth(Stream<String> names, String title) {
        int longest = names.mapToInt(name -> Shown.name(name, width).length()).max().orElse(0);
        return Math.max(longest, title.length());
    }

    private int barWidth(int others) {
        return Math.clamp(width - others, SHORTEST_BAR, LONGEST_BAR);
    }

    private ScreenLine line() {
        return new ScreenLine(width, ink);
    }
}
