package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.cluster.BatchRow;
import dev.manykitchens.core.cluster.ClusterFacts;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.ClusterWatch;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// One pool as its events tell of it: the fold that is drawn. Not thread-safe: whoever has the
/// dashboard's lock.
final class PoolBoard implements EventSink {

    /// Workers and batches that are no more are shown for so long.
    private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// The most batches that are shown; of more, those that came first.
    static final int MOST_BATCHES = 100;

    /// The most resources that are shown: those that were used or awaited first.
    private static final int MOST_RESOURCES = 100;

    /// The most of them that are finished.
    private static final int MOST_FINISHED = 20;

    private final int id;

    /// The how-manieth of its name it is, among those that are shown.
    private final int nth;

    private final ShownPool pool;
    private final Zero zero;
    private final Collected collected;
    private final ClusterWatch watch;
    private final Map<String, KitchenFacts> kitchens = new LinkedHashMap<>();
    private final Map<Long, BatchFacts> batches = new HashMap<>();
    private final Deque<BatchFacts> finished = new ArrayDeque<>();
    private final Map<String, ResourceFacts> resources = new LinkedHashMap<>();
    private final PastWorkers past = new PastWorkers();

    private RunEvent.@Nullable PoolReady ready;
    private PoolControls controls = PoolControls.NONE;
    private List<String> possible = List.of();
    private PoolSettings settings = PoolSettings.UNKNOWN;

    /// The pool with the stoves that it was set to.
    private ShownPool asSet;

    private boolean resourcesLeftOut;

    /// Whether anything was told of the memory of a pool inside this JVM.
    private boolean measured;

    private boolean open = true;

    /// @param nth the how-manieth of its name it is, among those that are shown; from 1
    /// @param collected takes what is told once, not as rows
    PoolBoard(int id, ShownPool pool, int nth, Zero zero, Collected collected, long nowNanos) {
        this.id = id;
        this.nth = nth;
        this.pool = pool;
        asSet = pool;
        this.zero = zero;
        this.collected = collected;
        watch = new ClusterWatch(nowNanos);
    }

    int id() {
        return id;
    }

    boolean isClosed() {
        return !open;
    }

    String name() {
        return pool.name();
    }

    int nth() {
        return nth;
    }

    /// What tells it from others of its name; empty for the first of them.
    private String mark() {
        return nth == 1 ? "" : Words.ordinal(nth);
    }

    /// Its name, told from others that are shown.
    private String label() {
        return nth == 1 ? pool.name() : "%s (%s)".formatted(pool.name(), mark());
    }

    boolean isSuspect(String worker) {
        return watch.worker(worker).filter(row -> row.state() == WorkerState.SUSPECT).isPresent();
    }

    /// What of the pool can be changed.
    void changedBy(PoolControls levers, Set<Change.Kind> kinds) {
        controls = levers;
        possible = kinds.stream().sorted().map(Words::of).toList();
    }

    /// What changes the pool.
    ///
    /// @throws IllegalStateException when it is closed, or is being opened
    Dashboard.Levers levers() {
        if (ready == null && !pool.serves()) {
            throw new IllegalStateException(
                    "a pool must be ready to be changed, %s is being opened".formatted(label()));
        }
        if (!open) {
            throw new IllegalStateException(
                    "only a pool that is open can be changed, %s is closed".formatted(label()));
        }
        return new Dashboard.Levers(label(), controls);
    }

    @Override
    public void accept(RunEvent event) {
        switch (event) {
            case RunEvent.PoolReady first -> {
                ready = first;
                if (pool.isInsideThisJvm()) {
                    openKitchenOfThisJvm(first);
                }
            }
            case RunEvent.WorkerJoined hello -> {
                if (past.wasLost(hello.worker())) {
                    collected.news(hello.atNanos(), hello.worker() + " joined again");
                }
                watch.accept(hello);
                kitchens.put(
                        hello.worker(), new KitchenFacts(collected.nextId(), id, hello.threads()));
            }
            case RunEvent.WorkerResized resized -> resize(resized);
            case RunEvent.WorkerChanged change -> change(change);
            case RunEvent.WorkerMeasured measured -> {
                watch.accept(measured);
                KitchenFacts kitchen = kitchens.get(measured.worker());
                if (kitchen != null) {
                    kitchen.used(measured);
                }
            }
            case RunEvent.JobsInProgress jobs -> {
                KitchenFacts kitchen = kitchens.get(jobs.worker());
                if (kitchen != null) {
                    kitchen.runs(jobs, zero);
                    kitchen.awaited().keySet().forEach(this::resource);
                }
            }
            case RunEvent.BatchSubmitted batch -> {
                watch.accept(batch);
                batches.put(batch.batch(), new BatchFacts(collected.nextId(), id));
            }
            case RunEvent.BatchFinished end -> finish(end);
            case RunEvent.JobsRequeued back -> {
                watch.accept(back);
                collected.retried(back.count());
                BatchFacts facts = batches.get(back.batch());
                if (facts != null) {
                    facts.retried(back.count());
                }
            }
            case RunEvent.JobsFinished ended -> finish(ended);
            case RunEvent.ResourceUsed used ->
                    resource(used.resource()).ifPresent(resource -> resource.add(used));
            case RunEvent.SettingsChanged changed -> {
                settings = changed.settings();
                asSet = pool.withStoves(settings.stoves());
            }
            case RunEvent.PoolClosed _ -> {
                open = false;
                kitchens.values().forEach(KitchenFacts::ended);
                past.closed();
            }
            case RunEvent.WorkerDescribed _,
                    RunEvent.ChunkAssigned _,
                    RunEvent.JobsCopied _,
                    RunEvent.ResultsDropped _,
                    RunEvent.JobFailed _ ->
                    watch.accept(event);
        }
    }

    /// What is remembered of a resource; empty for those beyond the most that are shown.
    private Optional<ResourceFacts> resource(String name) {
        ResourceFacts known = resources.get(name);
        if (known == null && resources.size() == MOST_RESOURCES) {
            resourcesLeftOut = true;
            return Optional.empty();
        }
        return Optional.of(
                resources.computeIfAbsent(
                        name, _ -> new ResourceFacts(collected.nextId(), id, name)));
    }

    /// The pools inside this JVM have no workers; what people see is one kitchen.
    private void openKitchenOfThisJvm(RunEvent.PoolReady first) {
        ShownPool.ThisJvm here = pool.here();
        watch.accept(
                new RunEvent.WorkerJoined(
                        first.atNanos(), ShownPool.LOCAL, here.host(), here.pid(), first.slots()));
        watch.accept(
                new RunEvent.WorkerChanged(
                        first.atNanos(), ShownPool.LOCAL, WorkerState.ACTIVE, ""));
        kitchens.put(ShownPool.LOCAL, new KitchenFacts(collected.nextId(), id, first.slots()));
    }

    private void resize(RunEvent.WorkerResized resized) {
        Optional<WorkerRow> before = watch.worker(resized.worker());
        watch.accept(resized);
        KitchenFacts kitchen = kitchens.get(resized.worker());
        if (kitchen != null) {
            kitchen.lanes().resize(resized.threads(), resized.atNanos());
        }
        RunEvent.PoolReady known = ready;
        if (before.isPresent() && known != null && known.slots() > 0) {
            ready =
                    new RunEvent.PoolReady(
                            known.atNanos(),
                            known.pool(),
                            known.slots() + resized.threads() - before.get().threads(),
                            known.startupNanos());
        }
    }

    private void change(RunEvent.WorkerChanged change) {
        String name = change.worker();
        KitchenFacts kitchen = kitchens.get(name);
        if (kitchen == null) {
            return;
        }
        WorkerState state = change.state();
        kitchen.changed(change);
        boolean lost = state == WorkerState.LOST;
        if (lost || state == WorkerState.LEFT) {
            watch.worker(name)
                    .map(row -> kitchen.row(row, state, asSet, zero))
                    .ifPresent(row -> {
                        long at = change.atNanos();
                        if (lost) {
                            past.lost(row, at);
                        } else {
                            past.left(row, at, kitchen.leavesSince(at));
                        }
                    });
            kitchens.remove(name);
        }
        watch.accept(change);
        if (lost) {
            collected.workerLost();
        }
        boolean heardAgain = state == WorkerState.ACTIVE && !change.reason().isEmpty();
        if (lost || state == WorkerState.SUSPECT || heardAgain) {
            collected.news(
                    change.atNanos(),
                    "%s is %s%s"
                            .formatted(
                                    name,
                                    Words.of(state),
                                    change.reason().isEmpty() ? "" : ": " + change.reason()));
        }
    }

    private void finish(RunEvent.BatchFinished end) {
        BatchFacts facts = batches.remove(end.batch());
        Optional<BatchRow> last = watch.batch(end.batch(), ClusterFacts.NONE);
        watch.accept(end);
        int orphaned = last.map(BatchRow::orphaned).orElse(0);
        if (orphaned > 0) {
            collected.news(
                    end.atNanos(),
                    orphaned == 1
                            ? "1 job of batch %d is orphaned: its client went away"
                                    .formatted(end.batch())
                            : "%d jobs of batch %d are orphaned: their client went away"
                                    .formatted(orphaned, end.batch()));
        }
        if (facts != null && last.isPresent()) {
            facts.finished(last.get(), end.atNanos());
            finished.addLast(facts);
            if (finished.size() > MOST_FINISHED) {
                finished.removeFirst();
            }
        }
    }

    private void finish(RunEvent.JobsFinished ended) {
        watch.accept(ended);
        JobColumns jobs = ended.jobs();
        collected.ended(jobs);
        KitchenFacts kitchen = kitchens.get(ended.worker());
        if (kitchen == null) {
            collected.bars().leaveOut(jobs.size());
            return;
        }
        for (int row = 0; row < jobs.size(); row++) {
            if (jobs.kindOf(row).endedWhereItRan()) {
                draw(kitchen, ended.batch(), jobs, row);
            }
        }
    }

    private void draw(KitchenFacts kitchen, long batch, JobColumns jobs, int row) {
        BarBuffer bars = collected.bars();
        if (bars.isFull()) {
            bars.leaveOut(1);
            return;
        }
        int lane =
                kitchen.lanes()
                        .ended(
                                new Lanes.Attempt(batch, jobs.job()[row], jobs.attempt()[row]),
                                jobs.started()[row],
                                jobs.finished()[row]);
        if (lane == Lanes.NONE) {
            bars.leaveOut(1);
            return;
        }
        int last = kitchen.lastBar(lane, collected.frame());
        kitchen.lastBar(lane, bars.add(kitchen.id(), lane, batch, jobs, row, last));
    }

    /// Whether its jobs run in the process of the dashboard.
    boolean isInsideThisJvm() {
        return pool.isInsideThisJvm();
    }

    /// What this JVM uses, for the pools inside it that are open.
    void measure(long nowNanos, Vitals vitals) {
        if (open) {
            used(nowNanos, vitals);
        }
    }

    /// What this JVM used when the pool was opened or closed.
    void measureAtTurn(RunEvent turn, Vitals vitals) {
        // What it used when it was opened may be known later than what it used since.
        if (turn instanceof RunEvent.PoolClosed || !measured) {
            used(turn.atNanos(), vitals);
        }
    }

    private void used(long nowNanos, Vitals vitals) {
        boolean known = !vitals.equals(Vitals.UNKNOWN);
        if (known && pool.isInsideThisJvm() && kitchens.containsKey(ShownPool.LOCAL)) {
            measured = true;
            accept(
                    new RunEvent.WorkerMeasured(
                            nowNanos,
                            ShownPool.LOCAL,
                            vitals.residentBytes(),
                            vitals.cpuNanos(),
                            0,
                            0,
                            vitals.heapBytes(),
                            vitals.heapMostBytes()));
        }
    }

    /// How the pool is at this moment.
    PoolSight look(long nowNanos) {
        past.forgetBefore(nowNanos - FAREWELL_NANOS);
        finished.removeIf(batch -> batch.isFinishedBefore(nowNanos - FAREWELL_NANOS));
        ClusterView view = watch.view(nowNanos, ClusterFacts.NONE);
        JobTotals totals = view.totals();
        long slots = slots(view);
        long running =
                pool.isInsideThisJvm()
                        ? unlimited()
                                ? totals.queued()
                                : Math.min(totals.queued(), slots + ending(slots))
                        : totals.running();
        Frame.TotalsRow all =
                new Frame.TotalsRow(
                        totals.submitted(),
                        totals.settledElsewhere(),
                        totals.queued() + totals.running() - running,
                        running,
                        totals.succeeded(),
                        totals.failed(),
                        totals.cancelled(),
                        totals.orphaned(),
                        totals.requeued(),
                        view.workersLost());
        return new PoolSight(
                row(view, all),
                kitchenRows(view, running),
                batchRows(view, running),
                resourceRows(nowNanos),
                kitchens.values().stream().flatMap(kitchen -> kitchen.running().stream()).toList(),
                slots,
                pool.isInsideThisJvm() ? Math.max(0, slots - running) : view.freeSlots());
    }

    /// How many jobs run in this JVM beyond the slots, of more that there were.
    private long ending(long slots) {
        KitchenFacts here = kitchens.get(ShownPool.LOCAL);
        return here == null ? 0 : here.ending((int) slots);
    }

    private long slots(ClusterView view) {
        return open ? view.slots() : 0;
    }

    private static @Nullable Integer known(OptionalInt setting) {
        return setting.isPresent() ? setting.getAsInt() : null;
    }

    /// Whether nothing limits how many jobs run at once.
    private boolean unlimited() {
        return ready == null || ready.slots() == 0;
    }

    private Frame.PoolRow row(ClusterView view, Frame.TotalsRow totals) {
        RunEvent.PoolReady first = ready;
        return new Frame.PoolRow(
                id,
                pool.name(),
                mark(),
                slotsKnown(view),
                pool.serves() || first != null,
                open,
                first == null ? null : Zero.duration(first.startupNanos()),
                open ? possible : List.of(),
                known(settings.stoves()),
                known(settings.threads()),
                known(settings.prefetch()),
                known(settings.chunkJobs()),
                totals,
                Math.max(0, view.batches().size() - batchesShown()),
                resourcesLeftOut,
                past.leftOut());
    }

    private @Nullable Integer slotsKnown(ClusterView view) {
        RunEvent.PoolReady first = ready;
        if (pool.serves()) {
            return (int) view.slots();
        }
        return first == null || first.slots() == 0 ? null : first.slots();
    }

    private List<Frame.ResourceRow> resourceRows(long nowNanos) {
        Map<String, Integer> waiting = new HashMap<>();
        kitchens.values()
                .forEach(kitchen ->
                        kitchen.awaited()
                                .forEach((name, jobs) -> waiting.merge(name, jobs, Integer::sum)));
        return resources.entrySet().stream()
                .map(entry ->
                        entry.getValue().row(nowNanos, waiting.getOrDefault(entry.getKey(), 0)))
                .toList();
    }

    /// Those that are finished stand before them, and take room.
    private int batchesShown() {
        return MOST_BATCHES - finished.size();
    }

    /// Nobody tells when a pool inside this JVM leaves but by closing it.
    private WorkerState state(WorkerRow worker) {
        return pool.isInsideThisJvm() && !open ? WorkerState.LEFT : worker.state();
    }

    private List<Frame.KitchenRow> kitchenRows(ClusterView view, long running) {
        List<Frame.KitchenRow> rows = new ArrayList<>();
        for (WorkerRow worker : view.workers()) {
            KitchenFacts kitchen = kitchens.get(worker.name());
            if (kitchen != null) {
                Frame.KitchenRow row = kitchen.row(worker, state(worker), asSet, zero);
                rows.add(pool.isInsideThisJvm() ? row.withRunning((int) running) : row);
            }
        }
        rows.addAll(past.rows());
        return rows;
    }

    private List<Frame.BatchRow> batchRows(ClusterView view, long running) {
        List<Frame.BatchRow> rows = new ArrayList<>();
        finished.forEach(batch -> rows.add(batch.finalRow(zero)));
        long left = pool.isInsideThisJvm() ? running : 0;
        for (BatchRow batch : view.batches()) {
            BatchFacts facts = batches.get(batch.batch());
            // Inside this JVM jobs begin in the order of their batches.
            int here = (int) Math.min(left, batch.queued());
            left -= here;
            if (facts != null && rows.size() < MOST_BATCHES) {
                rows.add(facts.row(batch, batch.running() + here, zero));
            }
        }
        return rows;
    }
}
