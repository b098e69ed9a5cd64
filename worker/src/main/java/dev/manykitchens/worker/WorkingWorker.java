package dev.manykitchens.worker;

import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.RunEnvironment;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.proto.link.WorkerSettings;
import dev.manykitchens.worker.link.AssignedChunk;
import dev.manykitchens.worker.link.CoordinatorLink;
import dev.manykitchens.worker.link.ReportedJobs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A worker that was welcomed: its leases, its threads, its resources. Thread-safe.
final class WorkingWorker implements ChunkRun.Surroundings {

    private static final Logger LOG = LoggerFactory.getLogger(WorkingWorker.class);

    private final RecipeBook recipes;
    private final CoordinatorLink link;
    private final Worker worker;
    private final Origin origin;
    private final ResourceRouter resources;
    private final ChunkThreads threads;
    private final Pulse pulse;
    private final Flusher flusher;

    /// Leases that are here and not reported to the end.
    private final Map<Long, ChunkRun> held = new ConcurrentHashMap<>();

    /// Batches that the coordinator has defined. Confined to the transport's thread.
    private final Map<Long, BatchFacts> batches = new HashMap<>();

    /// Uses of resources that were not reported: no more than the jobs in progress have made.
    private final ConcurrentLinkedQueue<ReportedJobs.UsedResource> uses =
            new ConcurrentLinkedQueue<>();

    private final AtomicLong creditsTotal;
    private final AtomicBoolean leaving = new AtomicBoolean();
    private volatile boolean draining;

    WorkingWorker(
            WorkerSettings settings,
            String name,
            RecipeBook recipes,
            Map<String, ResourceSpec> named,
            int prefetch,
            CoordinatorLink link,
            Worker worker) {
        this.recipes = recipes;
        this.link = link;
        this.worker = worker;
        this.origin = new Origin(name, ProcessVitals.hostName(), ProcessHandle.current().pid(), 1);
        this.resources = new ResourceRouter(named, new SharedPermits(), this::used);
        RunEnvironment environment = RunEnvironment.open("worker", stoves(settings), resources);
        int mostHeld = settings.threads() * (1 + prefetch);
        this.creditsTotal = new AtomicLong(mostHeld);
        this.threads =
                new ChunkThreads(
                        new AttemptRunner(environment),
                        settings.threads(),
                        mostHeld,
                        worker::failed);
        this.pulse =
                new Pulse(settings.parentPid(), link, held::keySet, threads::lost, worker::end);
        this.flusher = new Flusher(held::values);
    }

    /// Offers credits and begins to work.
    void start(Duration heartbeat, Duration silence) {
        pulse.start(heartbeat, silence);
        flusher.start();
        link.credits(creditsTotal.get());
    }

    ResourceRouter resources() {
        return resources;
    }

    void assigned(AssignedChunk chunk) {
        pulse.heard();
        chunk.definition()
                .ifPresent(definition ->
                        batches.put(chunk.batch(), BatchFacts.of(definition, recipes)));
        BatchFacts facts =
                batches.getOrDefault(
                        chunk.batch(),
                        new BatchFacts.Refused(
                                "a batch must be defined before its jobs come, was not; please report this"));
        ChunkRun run =
                new ChunkRun(
                        chunk,
                        facts,
                        new Origin(origin.worker(), origin.host(), origin.pid(), chunk.attempt()),
                        this);
        held.put(chunk.lease(), run);
        flusher.wake();
        if (!threads.offer(run)) {
            worker.failed(
                    new IllegalStateException(
                            "the coordinator sent more chunks than there were credits: "
                                    + held.size()));
        }
    }

    void cancelled(long lease, List<Integer> jobs) {
        pulse.heard();
        ChunkRun run = held.get(lease);
        if (run != null) {
            run.cancel(jobs);
        }
    }

    void echoed(long heardNanos) {
        pulse.echoed(heardNanos);
    }

    void batchEnded(long batch) {
        batches.remove(batch);
    }

    /// Takes no more; gives back what was not begun; leaves when the rest is done.
    void drain(String reason) {
        LOG.info(
                "worker drains worker={} leases={} reason={}",
                origin.worker(),
                held.size(),
                reason);
        draining = true;
        for (ChunkRun run : threads.takeWaiting()) {
            link.returnLease(run.lease());
            held.remove(run.lease());
        }
        leaveIfDone();
    }

    @Override
    public void awaitReady() {
        link.awaitReady();
    }

    @Override
    public boolean isReady() {
        return link.isReady();
    }

    @Override
    public void report(ChunkRun run, FinishedJobs jobs, boolean last) {
        long total = last ? creditsTotal.incrementAndGet() : 0;
        link.report(run.toReport(jobs, takeUses(), total));
        if (last) {
            held.remove(run.lease());
            leaveIfDone();
        }
    }

    @Override
    public void threadLost(ChunkRun run) {
        LOG.warn(
                "worker gave up a thread whose job did not stop worker={} lease={}",
                origin.worker(),
                run.lease());
        threads.replaceLost(run);
    }

    private void leaveIfDone() {
        if (draining && held.isEmpty() && leaving.compareAndSet(false, true)) {
            worker.goodbye("drained");
        }
    }

    private void used(String resource, long waitNanos, long heldNanos, int permits) {
        uses.add(new ReportedJobs.UsedResource(resource, waitNanos, heldNanos));
    }

    private List<ReportedJobs.UsedResource> takeUses() {
        if (uses.isEmpty()) {
            return List.of();
        }
        List<ReportedJobs.UsedResource> taken = new ArrayList<>();
        for (var use = uses.poll(); use != null; use = uses.poll()) {
            taken.add(use);
        }
        return taken;
    }

    private static StoveSpec stoves(WorkerSettings settings) {
        return new StoveSpec(
                settings.stoves() == 0 ? OptionalInt.empty() : OptionalInt.of(settings.stoves()),
                settings.switchIntervalNanos() == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(settings.switchIntervalNanos())));
    }

    /// The permits that the coordinator holds.
    private final class SharedPermits implements ResourceRouter.Holder {

        @Override
        public void ask(long ticket, String resource) {
            link.askResource(ticket, resource);
        }

        @Override
        public void giveBack(long ticket) {
            link.returnResource(ticket);
        }
    }
}
