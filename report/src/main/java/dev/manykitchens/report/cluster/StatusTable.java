package dev.manykitchens.report.cluster;

import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClientRow;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.report.bars.Ink;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.Paragraph;
import dev.manykitchens.report.text.TextTable;

import java.util.List;

/// A cluster at one moment: what is going on in two sentences, then tables of the workers, batches
/// and clients.
public final class StatusTable {

    /// Of each table; `--json` has all.
    static final int MOST_ROWS = 200;

    private StatusTable() {}

    /// The text, with lines of at most `width` characters where that can be.
    ///
    /// @param ink colours, or [Ink#PLAIN] for none
    public static String of(ClusterView view, int width, Ink ink) {
        StringBuilder text = new StringBuilder();
        String standing = Paragraph.of(capital(Shown.standing(view)) + ".", width);
        text.append(ink.paint(standing, view.draining() ? Shown.LOOK : Shown.GOOD));
        line(text, "");
        line(text, Paragraph.of(workers(view), width));
        line(text, Paragraph.of(jobs(view.totals()), width));
        String apart = String.join(", ", Shown.apart(view.totals()));
        if (!apart.isEmpty()) {
            line(text, Paragraph.of("Beside these: %s.".formatted(apart), width));
        }
        if (!view.workers().isEmpty()) {
            line(text, "");
            text.append(table(workerTable(view, width), view.workers(), "worker", width));
        }
        if (!view.batches().isEmpty()) {
            line(text, "");
            text.append(table(batchTable(view, width), view.batches(), "batch", width));
        }
        if (!view.clients().isEmpty()) {
            line(text, "");
            text.append(table(clientTable(width), view.clients(), "client", width));
        }
        return text.toString();
    }

    private static String workers(ClusterView view) {
        if (view.workers().isEmpty()) {
            return "No worker is here; %s lost so far. Start one with kitchen worker --join."
                    .formatted(Figures.count(view.workersLost()));
        }
        return "%s here with %s, %s free; %s lost so far."
                .formatted(
                        Shown.workers(view),
                        Figures.count(view.slots(), "slot"),
                        Figures.count(view.freeSlots()),
                        Figures.count(view.workersLost()));
    }

    private static String jobs(JobTotals jobs) {
        return "Jobs: %s queued, %s running, %s succeeded, %s failed, %s cancelled; %s requeued, %s copied, %s dropped."
                .formatted(
                        Figures.count(jobs.queued()),
                        Figures.count(jobs.running()),
                        Figures.count(jobs.succeeded()),
                        Figures.count(jobs.failed()),
                        Figures.count(jobs.cancelled()),
                        Figures.count(jobs.requeued()),
                        Figures.count(jobs.copied()),
                        Figures.count(jobs.dropped()));
    }

    private static TextTable<WorkerRow> workerTable(ClusterView view, int width) {
        return new TextTable<WorkerRow>()
                .text("worker", TextTable.ALWAYS, worker -> Shown.name(worker.name(), width))
                .text("state", TextTable.ALWAYS, worker -> Shown.state(worker.state()))
                .text("host", 4, worker -> Shown.name(worker.host(), width))
                .figure("PID", 7, worker -> Long.toString(worker.pid()))
                .figure("threads", TextTable.ALWAYS, worker -> Figures.count(worker.threads()))
                .figure("stoves", 11, worker -> limit(worker.facts().stoves()))
                .figure("running", TextTable.ALWAYS, worker -> Figures.count(worker.running()))
                .figure("succeeded", 1, worker -> Figures.count(worker.succeeded()))
                .figure("failed", 2, worker -> Figures.count(worker.failed()))
                .figure("busy", 3, worker -> Figures.percent(busy(worker, view)))
                .figure("memory", 5, worker -> Shown.bytes(worker.residentBytes()))
                .figure("may use", 13, worker -> memoryLimit(worker.facts().memoryBytes()))
                .figure("CPU", 8, worker -> Shown.time(worker.cpuNanos()))
                .figure("cores", 14, worker -> limit(worker.facts().processors()))
                .figure("pause", 9, worker -> Shown.time(worker.pauseNanos()))
                .figure("silent", 10, worker -> Shown.time(view.atNanos() - worker.heardNanos()))
                .figure("here", 6, worker -> Shown.time(view.atNanos() - worker.joinedNanos()))
                .text("build", 12, worker -> Shown.name(worker.facts().buildVersion(), width));
    }

    /// Which part of its threads' time went into jobs that have ended.
    private static double busy(WorkerRow worker, ClusterView view) {
        double here = (double) (view.atNanos() - worker.joinedNanos()) * worker.threads();
        return here <= 0 ? Double.NaN : Math.min(1, worker.busyNanos() / here);
    }

    private static TextTable<BatchRow> batchTable(ClusterView view, int width) {
        TextTable<BatchRow> table =
                new TextTable<BatchRow>()
                        .figure("batch", TextTable.ALWAYS, batch -> Long.toString(batch.batch()))
                        .figure("client", 4, batch -> client(batch.client()))
                        .text(
                                "recipe",
                                TextTable.ALWAYS,
                                batch -> Shown.name(batch.recipe(), width))
                        .figure("jobs", TextTable.ALWAYS, batch -> Figures.count(batch.allJobs()));
        if (view.batches().stream().anyMatch(batch -> batch.settledElsewhere() > 0)) {
            table.figure("ended before", 6, batch -> Figures.count(batch.settledElsewhere()));
        }
        return table.figure("queued", 3, batch -> Figures.count(batch.queued()))
                .figure("running", TextTable.ALWAYS, batch -> Figures.count(batch.running()))
                .figure("succeeded", TextTable.ALWAYS, batch -> Figures.count(batch.succeeded()))
                .figure("failed", 1, batch -> Figures.count(batch.failed()))
                .figure("cancelled", 5, batch -> Figures.count(batch.cancelled()))
                .figure("age", 2, batch -> Shown.time(view.atNanos() - batch.submittedNanos()));
    }

    private static TextTable<ClientRow> clientTable(int width) {
        return new TextTable<ClientRow>()
                .figure("client", TextTable.ALWAYS, row -> Long.toString(row.facts().client()))
                .text("host", TextTable.ALWAYS, row -> Shown.name(row.facts().host(), width))
                .figure("PID", 2, row -> Long.toString(row.facts().pid()))
                .figure("workers at most", 1, row -> limit(row.facts().mostWorkers()))
                .figure("batches", TextTable.ALWAYS, row -> Figures.count(row.batches()));
    }

    private static String client(long number) {
        return number == 0 ? Figures.UNKNOWN : Long.toString(number);
    }

    /// The most that its heap, its container or its machine lets it have.
    private static String memoryLimit(long bytes) {
        return bytes == 0 ? Figures.UNKNOWN : Shown.bytes(bytes);
    }

    private static String limit(int most) {
        return most == 0 ? Figures.UNKNOWN : Figures.count(most);
    }

    private static <R> String table(TextTable<R> table, List<R> rows, String noun, int width) {
        int shown = Math.min(rows.size(), MOST_ROWS);
        String text = table.render(rows.subList(0, shown), width);
        return shown == rows.size()
                ? text
                : text
                        + Paragraph.of(
                                "Not shown: %s %s more; --json has all."
                                        .formatted(
                                                Figures.count(rows.size() - shown),
                                                noun.equals("batch") ? "batches" : noun + "s"),
                                width)
                        + System.lineSeparator();
    }

    private static String capital(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }
}
