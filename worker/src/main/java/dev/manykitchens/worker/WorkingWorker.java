package dev.manykitchens.worker;

import dev.manykitchens.core.attempt.AttemptRunner;
import dev.manykitchens.core.attempt.RunEnvironment;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.resource.LocalResources;
import dev.manykitchens.core.resource.UsageListener;
import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.proto.link.Protocol;
import dev.manykitchens.worker.link.Adjusted;
import dev.manykitchens.worker.link.AssignedChunk;
import dev.manykitchens.worker.link.ChunksInProgress;
import dev.manykitchens.worker.link.CoordinatorLink;
import dev.manykitchens.worker.link.Holdings;
import dev.manykitchens.worker.link.Outbox;
import dev.manykitchens.worker.link.ReportedJobs;
import dev.manykitchens.worker.link.Welcomed;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A worker that was welcomed: its leases, its threads, its resources. All of that outlives a
/// stream; what needs one goes over the stream that is open, if one is. Thread-safe.
///
/// ```
/// stream breaks ─▶ jobs go on, results are kept ─▶ another one is welcomed
///                    resumed: heartbeat with the leases, credits, open tickets, results not heard
///                    not resumed: everything held is cancelled, batches and tickets are forgotten, credits begin anew
/// ```
final class WorkingWorker implements ChunkRun.Surroundings {

    private static final Logger LOG = LoggerFactory.getLogger(WorkingWorker.class);

    private final Owner owner;
    private final Dial dial;
    private final RunEnvironment environment;
    private final Outbox outbox;
    private final ResourceRouter resources;
    private final ReturnedTickets returned = new ReturnedTickets();
    private final Batches batches;
    private final ChunkThreads threads;
    private final BriefChunks briefChunks;
    private final Pulse pulse;
    private final Flusher flusher;

    /// Leases that are here, that the coordinator knows of, and that are not reported to the end.
    private final Map<Long, ChunkRun> held = new ConcurrentHashMap<>();

    /// Uses of resources that were not reported: no more than the jobs in progress have made.
    private final ConcurrentLinkedQueue<ReportedJobs.UsedResource> uses =
            new ConcurrentLinkedQueue<>();

    private volatile boolean draining;

    /// The stream that is open; null: none.
    private volatile @Nullable CoordinatorLink link;

    // Confined to the transport's thread.
    private Origin origin =
            new Origin("", ProcessVitals.hostName(), ProcessHandle.current().pid(), 1);
    private boolean begun;
    private int prefetch;

    /// For how many chunks credits were offered, as the coordinator counts them.
    private int offered;

    /// The most for which they ever were.
    private int mostHeld;

    /// What a working worker needs of its process.
    interface Owner extends Pulse.Listener {

        /// It may be done, see [WorkingWorker#isDone].
        void changed();

        /// It is another size now.
        void adjusted(int threads, int stoves);

        /// It was told to take no more.
        void drains(String reason, int chunks);

        /// Its own code failed.
        void failed(Throwable failure);
    }

    /// @param mostKept how many bytes of results to keep until they are heard; 0: nothing is kept
    WorkingWorker(WorkerPlan plan, RecipeBook recipes, long mostKept, Owner owner) {
        this.owner = owner;
        this.dial = plan.dial();
        this.resources = new ResourceRouter(new SharedPermits(), this::used);
        this.batches = new Batches(recipes, plan.speed(), resources);
        // Jobs ask at the desk of their batch, none at that of the environment.
        this.environment =
                RunEnvironment.open(
                        "worker", plan.stoves(), new LocalResources(Map.of(), UsageListener.NONE));
        AttemptRunner runner = new AttemptRunner(environment);
        this.threads = new ChunkThreads(runner, plan.threads(), owner::failed);
        this.briefChunks =
                new BriefChunks(
                        runner, () -> environment.stove().count().isEmpty(), System::nanoTime);
        this.pulse =
                new Pulse(
                        plan.parentPid(),
                        () -> link,
                        held::keySet,
                        this::inProgress,
                        threads::lost,
                        owner);
        this.outbox = new Outbox(mostKept, pulse::hurry);
        this.flusher = new Flusher(held::values);
    }

    /// A stream was welcomed: says on it what the coordinator must know, and goes on or begins.
    /// Results that were not heard are to be sent with [#sendUnheard].
    ///
    /// @param wantsMore whether the worker is not about to leave
    void welcomed(CoordinatorLink open, Welcomed welcome, boolean wantsMore) {
        boolean resumed = begun && welcome.resumed();
        origin = new Origin(welcome.worker(), origin.host(), origin.pid(), 1);
        List<ChunkRun> orphans = resumed ? List.of() : disown();
        batches.begin(welcome.resources());
        pulse.welcomed(welcome, dial.silence(welcome.silence()));
        if (resumed) {
            pulse.beat(open, 0);
        }
        prefetch = welcome.prefetch();
        if (!resumed) {
            offered = canHold();
            mostHeld = Math.max(mostHeld, offered);
        }
        // Who is about to leave and is not waited for offers nothing.
        outbox.open(open, offered, resumed, resumed || (wantsMore && !draining));
        link = open;
        offerMore();
        returned.again(open::returnResource);
        resources.askAgain();
        orphans.forEach(orphan -> orphan.cancel(List.of()));
        if (!begun) {
            begun = true;
            pulse.start();
            flusher.start();
        }
    }

    /// How many chunks run at once.
    int threads() {
        return threads.size();
    }

    /// How many jobs compute at once; 0: no limit.
    int stoves() {
        return environment.stove().count().orElse(0);
    }

    /// Is another size from now on.
    void adjust(Adjusted size) {
        size.stoves()
                .ifPresent(count -> {
                    if (count == 0) {
                        environment.stove().removeLimit();
                    } else {
                        environment.stove().resize(count);
                    }
                });
        size.threads().ifPresent(threads::resize);
        size.prefetch().ifPresent(chunks -> prefetch = chunks);
        owner.adjusted(threads(), stoves());
        offerMore();
    }

    private int canHold() {
        return threads.size() * (1 + prefetch);
    }

    /// Credits are never taken back: where there is room for fewer chunks, the coordinator gives
    /// fewer.
    private void offerMore() {
        int more = canHold() - offered;
        if (more > 0 && !draining) {
            offered += more;
            mostHeld = Math.max(mostHeld, offered);
            outbox.offerMore(more);
        }
    }

    /// What runs at this moment, for those who look on.
    private ChunksInProgress inProgress() {
        ChunksInProgress jobs = new ChunksInProgress();
        held.values()
                .forEach(run ->
                        run.progress()
                                .ifPresent(progress ->
                                        jobs.add(
                                                run.lease(),
                                                progress,
                                                run.keyOf(progress.resource()))));
        return jobs;
    }

    /// Nobody waits for what is here: the coordinator that does not know this worker gives it
    /// nothing back and takes nothing from it.
    ///
    /// @return what is to be cancelled
    private List<ChunkRun> disown() {
        List<ChunkRun> orphans = List.copyOf(held.values());
        held.clear();
        resources.forgetTickets();
        returned.forget();
        return orphans;
    }

    /// Sends what was not heard on earlier streams, as fast as the stream takes it.
    void sendUnheard(CoordinatorLink on) {
        do {
            on.awaitReady();
        } while (outbox.sendNext(on));
    }

    /// The stream has ended. Jobs go on, and their results are kept.
    void streamEnded() {
        link = null;
        outbox.close();
    }

    boolean isDraining() {
        return draining;
    }

    /// Whether it was drained and everything is reported: on the stream that is open, or on one
    /// that is over by now.
    boolean isDone() {
        return draining && outbox.held() == 0 && outbox.isSent();
    }

    /// Whether it is certain that the coordinator has all results.
    boolean isHeard() {
        return outbox.unheard() == 0;
    }

    /// What is here and would be lost with this process.
    Unfinished unfinished() {
        return new Unfinished(outbox.held(), outbox.unheard());
    }

    /// What it has of its coordinator; empty when that is too much to be told. To be asked for on
    /// the transport's thread, between two streams.
    Optional<Holdings> holdings() {
        // First what is here: what is reported to its end meanwhile is among the results.
        Set<Long> leases = new LinkedHashSet<>(held.keySet());
        leases.addAll(outbox.unheardLeases());
        List<Holdings.HeldPermit> permits = resources.held();
        return permits.size() > Protocol.MOST_HELD
                ? Optional.empty()
                : Optional.of(
                        new Holdings(
                                outbox.receivedInAll(),
                                leases.stream().limit(Protocol.MOST_HELD).toList(),
                                permits));
    }

    /// The coordinator said something, whatever it was.
    void heard() {
        pulse.heard();
    }

    void assigned(AssignedChunk chunk) {
        ChunkRun run =
                new ChunkRun(
                        chunk,
                        batches.of(chunk),
                        new Origin(origin.worker(), origin.host(), origin.pid(), chunk.attempt()),
                        this,
                        System::nanoTime);
        held.put(chunk.lease(), run);
        int here = outbox.received();
        if (here > mostHeld) {
            owner.failed(
                    new IllegalStateException(
                            "the coordinator sent more chunks than there were credits: "
                                    + outbox.held()));
            return;
        }
        if (here > 1 || !outbox.isReady() || !ranHere(run)) {
            flusher.wake();
            threads.add(run);
        }
    }

    /// Runs a chunk on this thread, if it is brief.
    private boolean ranHere(ChunkRun run) {
        try {
            return briefChunks.ran(run);
        } catch (Throwable failure) {
            owner.failed(failure);
            return true;
        }
    }

    void cancelled(long lease, List<Integer> jobs) {
        ChunkRun run = held.get(lease);
        if (run != null) {
            run.cancel(jobs);
        }
    }

    void echoed(long sentNanos, long heardNanos, long resultsHeard) {
        pulse.echoed(heardNanos);
        returned.heard(sentNanos);
        outbox.heard(resultsHeard);
        if (draining) {
            // Whoever has said goodbye may leave sooner.
            owner.changed();
        }
    }

    void granted(long ticket) {
        resources.granted(ticket);
    }

    void refused(long ticket, String reason) {
        resources.refused(ticket, reason);
    }

    void batchEnded(long batch) {
        batches.end(batch);
    }

    /// Takes no more; gives back what was not begun; leaves when the rest is done.
    void drain(String reason) {
        LOG.info(
                "worker drains worker={} leases={} reason={}",
                origin.worker(),
                held.size(),
                reason);
        boolean first = !draining;
        draining = true;
        for (ChunkRun run : threads.takeWaiting()) {
            CoordinatorLink open = link;
            if (held.remove(run.lease(), run) && open != null) {
                open.returnLease(run.lease());
            }
            outbox.givenBack();
            run.facts().release();
        }
        if (first) {
            owner.drains(reason, outbox.held());
        }
        owner.changed();
    }

    @Override
    public void awaitReady() {
        outbox.awaitReady();
    }

    @Override
    public boolean isReady() {
        return outbox.isReady();
    }

    @Override
    public void report(ChunkRun run, FinishedJobs jobs, boolean last) {
        outbox.report(run.toReport(jobs, takeUses()), last);
        if (last) {
            boolean _ = held.remove(run.lease(), run);
            run.facts().release();
            if (draining) {
                owner.changed();
            }
        }
    }

    @Override
    public void threadLost(ChunkRun run) {
        LOG.warn("worker gave up a thread whose job did not stop lease={}", run.lease());
        threads.replaceLost(run);
    }

    private void used(String key, long waitNanos, long heldNanos, int permits) {
        uses.add(new ReportedJobs.UsedResource(key, waitNanos, heldNanos));
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

    /// The permits that the coordinator holds. What is asked for without a stream is asked for on
    /// the next.
    private final class SharedPermits implements ResourceRouter.Holder {

        @Override
        public void ask(long ticket, String key, long user, int job) {
            CoordinatorLink open = link;
            if (open != null) {
                open.askResource(ticket, key, user, job);
            }
        }

        @Override
        public void giveBack(long ticket) {
            returned.giveBack(
                    ticket,
                    given -> {
                        CoordinatorLink open = link;
                        if (open != null) {
                            open.returnResource(given);
                        }
                    });
        }
    }
}
