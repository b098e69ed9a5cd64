package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClientRow;
import dev.manykitchens.core.cluster.ClusterFacts;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.proto.v1.BatchStatus;
import dev.manykitchens.proto.v1.ClientStatus;
import dev.manykitchens.proto.v1.GetStatusResponse;
import dev.manykitchens.proto.v1.WorkerStatus;

import java.util.List;

/// Turns a view of the cluster into a message and back. Points in time travel as durations and come
/// back on the reader's clock.
public final class StatusCodec {

    private StatusCodec() {}

    /// The view as a message.
    public static GetStatusResponse encode(ClusterView view) {
        JobTotals totals = view.totals();
        GetStatusResponse.Builder message =
                GetStatusResponse.newBuilder()
                        .setBuildVersion(view.buildVersion())
                        .setUptimeNanos(view.uptimeNanos())
                        .setSubmitted(totals.submitted())
                        .setSettledElsewhere(totals.settledElsewhere())
                        .setQueued(totals.queued())
                        .setRunning(totals.running())
                        .setSucceeded(totals.succeeded())
                        .setFailed(totals.failed())
                        .setCancelled(totals.cancelled())
                        .setOrphaned(totals.orphaned())
                        .setRequeued(totals.requeued())
                        .setCopied(totals.copied())
                        .setDropped(totals.dropped())
                        .setWorkersLost(view.workersLost())
                        .setDraining(view.draining());
        view.workers().forEach(worker -> message.addWorkers(worker(worker, view.atNanos())));
        view.clients().forEach(client -> message.addClients(client(client)));
        view.batches().forEach(batch -> message.addBatches(batch(batch, view.atNanos())));
        return message.build();
    }

    /// The view that a message holds.
    ///
    /// @param nowNanos when it came
    /// @throws IllegalArgumentException when it is malformed
    public static ClusterView decode(GetStatusResponse message, long nowNanos) {
        return new ClusterView(
                nowNanos,
                nowNanos - message.getUptimeNanos(),
                message.getBuildVersion(),
                message.getDraining(),
                new JobTotals(
                        message.getSubmitted(),
                        message.getSettledElsewhere(),
                        message.getQueued(),
                        message.getRunning(),
                        message.getSucceeded(),
                        message.getFailed(),
                        message.getCancelled(),
                        message.getOrphaned(),
                        message.getRequeued(),
                        message.getCopied(),
                        message.getDropped()),
                message.getWorkersLost(),
                message.getWorkersList().stream().map(worker -> worker(worker, nowNanos)).toList(),
                message.getBatchesList().stream().map(batch -> batch(batch, nowNanos)).toList(),
                clients(message));
    }

    private static WorkerStatus worker(WorkerRow row, long now) {
        WorkerFacts facts = row.facts();
        return WorkerStatus.newBuilder()
                .setWorker(row.name())
                .setHost(row.host())
                .setPid(row.pid())
                .setThreads(row.threads())
                .setStoves(facts.stoves())
                .setProcessors(facts.processors())
                .setMemoryBytes(facts.memoryBytes())
                .setBuildVersion(facts.buildVersion())
                .setLife(EventCodec.life(row.state()))
                .setRunning(row.running())
                .setChunks(row.chunks())
                .setSucceeded(row.succeeded())
                .setFailed(row.failed())
                .setResidentBytes(row.residentBytes())
                .setCpuNanos(row.cpuNanos())
                .setPauseNanos(row.pauseNanos())
                .setSilentNanos(now - row.heardNanos())
                .setHereNanos(now - row.joinedNanos())
                .setBusyNanos(row.busyNanos())
                .build();
    }

    private static WorkerRow worker(WorkerStatus message, long now) {
        return new WorkerRow(
                message.getWorker(),
                message.getHost(),
                message.getPid(),
                message.getThreads(),
                new WorkerFacts(
                        message.getStoves(),
                        message.getProcessors(),
                        message.getMemoryBytes(),
                        message.getBuildVersion()),
                EventCodec.state(message.getLife()),
                message.getRunning(),
                message.getChunks(),
                message.getSucceeded(),
                message.getFailed(),
                message.getResidentBytes(),
                message.getCpuNanos(),
                message.getPauseNanos(),
                now - message.getHereNanos(),
                now - message.getSilentNanos(),
                message.getBusyNanos());
    }

    private static ClientStatus client(ClientRow row) {
        ClusterFacts.OfClient facts = row.facts();
        return ClientStatus.newBuilder()
                .setClient(facts.client())
                .setHost(facts.host())
                .setPid(facts.pid())
                .setWorkers(facts.mostWorkers())
                .setBatches(row.batches())
                .build();
    }

    private static List<ClientRow> clients(GetStatusResponse message) {
        return message.getClientsList().stream()
                .map(client ->
                        new ClientRow(
                                new ClusterFacts.OfClient(
                                        client.getClient(),
                                        client.getHost(),
                                        client.getPid(),
                                        client.getWorkers()),
                                client.getBatches()))
                .toList();
    }

    private static BatchStatus batch(BatchRow row, long now) {
        return BatchStatus.newBuilder()
                .setBatch(row.batch())
                .setClient(row.client())
                .setRecipe(row.recipe())
                .setSettledElsewhere(row.settledElsewhere())
                .setJobs(row.jobs())
                .setRunning(row.running())
                .setSucceeded(row.succeeded())
                .setFailed(row.failed())
                .setCancelled(row.cancelled())
                .setAgeNanos(now - row.submittedNanos())
                .build();
    }

    private static BatchRow batch(BatchStatus message, long now) {
        return new BatchRow(
                message.getBatch(),
                message.getClient(),
                message.getRecipe(),
                message.getSettledElsewhere(),
                message.getJobs(),
                message.getRunning(),
                message.getSucceeded(),
                message.getFailed(),
                message.getCancelled(),
                0,
                now - message.getAgeNanos());
    }
}
