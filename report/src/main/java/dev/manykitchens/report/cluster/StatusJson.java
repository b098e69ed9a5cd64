package dev.manykitchens.report.cluster;

import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClientRow;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.report.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What `kitchen status --json` prints: the JSON of schema `manykitchens.status/1`. Times are in
/// seconds; what is unknown or has no limit is null.
///
/// @param schema [#SCHEMA]
/// @param jobs as in [JobTotals]
public record StatusJson(
        String schema,
        @Nullable String buildVersion,
        double uptimeSeconds,
        boolean draining,
        long slots,
        long freeSlots,
        long workersLost,
        JobTotals jobs,
        List<WorkerEntry> workers,
        List<BatchEntry> batches,
        List<ClientEntry> clients) {

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.status/1";

    private static final double NANOS = 1e9;

    /// A worker that is here.
    ///
    /// @param pauseSeconds the longest pause before its last heartbeat
    /// @param silentSeconds since it was last heard
    /// @param hereSeconds since it joined
    /// @param busySeconds how long its threads were busy with jobs that have ended, all together
    public record WorkerEntry(
            String worker,
            String host,
            long pid,
            String state,
            int threads,
            @Nullable Integer stoves,
            @Nullable Integer processors,
            @Nullable Long memoryBytes,
            @Nullable String buildVersion,
            int running,
            int chunks,
            long succeeded,
            long failed,
            @Nullable Long residentBytes,
            double cpuSeconds,
            double pauseSeconds,
            double silentSeconds,
            double hereSeconds,
            double busySeconds) {}

    /// A batch that is not finished.
    ///
    /// @param client null when it is the coordinator's own
    /// @param settledElsewhere how many of its jobs had ended before it was handed in again; no
    ///   other figure has them
    /// @param ageSeconds since it was submitted
    public record BatchEntry(
            long batch,
            @Nullable Long client,
            String recipe,
            int settledElsewhere,
            int jobs,
            int queued,
            int running,
            int succeeded,
            int failed,
            int cancelled,
            double ageSeconds) {}

    /// A client that is connected.
    ///
    /// @param mostWorkers how many workers run its jobs at most
    public record ClientEntry(
            long client, String host, long pid, @Nullable Integer mostWorkers, int batches) {}

    /// The cluster at one moment.
    public static StatusJson of(ClusterView view) {
        return new StatusJson(
                SCHEMA,
                known(view.buildVersion()),
                view.uptimeNanos() / NANOS,
                view.draining(),
                view.slots(),
                view.freeSlots(),
                view.workersLost(),
                view.totals(),
                view.workers().stream().map(worker -> entry(worker, view.atNanos())).toList(),
                view.batches().stream().map(batch -> entry(batch, view.atNanos())).toList(),
                view.clients().stream().map(StatusJson::entry).toList());
    }

    /// The text to print.
    public String toJson() {
        return Json.write(this);
    }

    private static WorkerEntry entry(WorkerRow worker, long now) {
        return new WorkerEntry(
                worker.name(),
                worker.host(),
                worker.pid(),
                Shown.state(worker.state()),
                worker.threads(),
                known(worker.facts().stoves()),
                known(worker.facts().processors()),
                known(worker.facts().memoryBytes()),
                known(worker.facts().buildVersion()),
                worker.running(),
                worker.chunks(),
                worker.succeeded(),
                worker.failed(),
                known(worker.residentBytes()),
                worker.cpuNanos() / NANOS,
                worker.pauseNanos() / NANOS,
                (now - worker.heardNanos()) / NANOS,
                (now - worker.joinedNanos()) / NANOS,
                worker.busyNanos() / NANOS);
    }

    private static BatchEntry entry(BatchRow batch, long now) {
        return new BatchEntry(
                batch.batch(),
                known(batch.client()),
                batch.recipe(),
                batch.settledElsewhere(),
                batch.jobs(),
                batch.queued(),
                batch.running(),
                batch.succeeded(),
                batch.failed(),
                batch.cancelled(),
                (now - batch.submittedNanos()) / NANOS);
    }

    private static ClientEntry entry(ClientRow row) {
        return new ClientEntry(
                row.facts().client(),
                row.facts().host(),
                row.facts().pid(),
                known(row.facts().mostWorkers()),
                row.batches());
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Integer known(int figure) {
        return figure == 0 ? null : figure;
    }

    private static @Nullable Long known(long figure) {
        return figure == 0 ? null : figure;
    }
}
