package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.control.PoolSettings;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.InProgressColumns;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.report.history.RunShelf;
import dev.manykitchens.report.http.EventStream;
import dev.manykitchens.report.http.Site;
import dev.manykitchens.report.http.StatusServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// A dashboard with a server, whose time and events are a test's: `threads:2` inside this JVM, and
/// `processes:2`.
final class StagedDashboard implements AutoCloseable {

    private static final long MILLI = 1_000_000;

    private final AtomicLong clock = new AtomicLong(Duration.ofSeconds(50).toNanos());
    private final List<Thread> streams = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch door = new CountDownLatch(0);
    private final Optional<Acting> acting;
    private final RunShelf runs;
    private StatusServer server;

    final Dashboard dashboard =
            Dashboard.byHand(
                    "kitchen compare",
                    "1.2",
                    Instant.EPOCH,
                    clock::get,
                    () -> new Vitals(100_000_000, 50_000_000, 90_000_000, 7_000 * MILLI));

    PoolDisplay threads = PoolDisplay.NONE;
    PoolDisplay processes = PoolDisplay.NONE;

    /// One that can only be looked at.
    StagedDashboard() throws IOException {
        this(RunShelf.withoutFolder(), Optional.empty());
    }

    /// One that can show these runs.
    StagedDashboard(RunShelf runs) throws IOException {
        this(runs, Optional.empty());
    }

    /// @param acting who may act; empty: nobody
    StagedDashboard(Optional<Acting> acting) throws IOException {
        this(RunShelf.withoutFolder(), acting);
    }

    private StagedDashboard(RunShelf runs, Optional<Acting> acting) throws IOException {
        this.runs = runs;
        this.acting = acting;
        server = serve(0);
    }

    /// Where it is served, up to the last slash.
    String url() {
        return "http://127.0.0.1:%d/".formatted(server.address().getPort());
    }

    void openPools() {
        threads =
                dashboard.pool(
                        new ShownPool(
                                "threads:2",
                                OptionalInt.empty(),
                                Optional.of(new ShownPool.ThisJvm("here", 4711, "1.2"))));
        threads.accept(new RunEvent.PoolReady(clock.get(), "threads:2", 2, 3 * MILLI));
        openPool(pool("processes:2"), 4);
        join(processes, "w1", "host");
        join(processes, "w2", "host");
    }

    ShownPool pool(String name) {
        return ShownPool.elsewhere(name);
    }

    void openPool(ShownPool pool, int slots) {
        processes = dashboard.pool(pool);
        processes.accept(new RunEvent.PoolReady(clock.get(), pool.name(), slots, 80 * MILLI));
    }

    void join(EventSink pool, String worker, String host) {
        pool.accept(new RunEvent.WorkerJoined(clock.get(), worker, host, 7, 2));
        pool.accept(new RunEvent.WorkerChanged(clock.get(), worker, WorkerState.ACTIVE, ""));
    }

    void changed(String worker, WorkerState state, String reason) {
        processes.accept(new RunEvent.WorkerChanged(clock.get(), worker, state, reason));
    }

    void measured(String worker, long residentBytes, long heapBytes, long heapMostBytes) {
        processes.accept(
                new RunEvent.WorkerMeasured(
                        clock.get(), worker, residentBytes, 0, 0, 0, heapBytes, heapMostBytes));
    }

    void submit(EventSink pool, long batch, String recipe, int jobs) {
        pool.accept(new RunEvent.BatchSubmitted(clock.get(), batch, recipe, jobs));
    }

    void assign(String worker, long lease, long batch, int first, int count) {
        processes.accept(
                new RunEvent.ChunkAssigned(clock.get(), lease, worker, batch, first, count));
    }

    void requeue(String worker, long lease, long batch, int first, int count) {
        processes.accept(
                new RunEvent.JobsRequeued(clock.get(), lease, worker, batch, first, count, true));
    }

    /// A worker has a job in each of these stages; those that need a resource, this one.
    void awaits(String worker, String resource, JobStage... stages) {
        InProgressColumns jobs = inProgress(1, stages);
        for (int row = 0; row < stages.length; row++) {
            jobs.resource()[row] = stages[row] == JobStage.RESOURCE ? resource : "";
        }
        processes.accept(new RunEvent.JobsInProgress(clock.get(), worker, jobs, stages.length));
    }

    /// A worker has a job in each of these stages.
    void runs(String worker, long batch, JobStage... stages) {
        processes.accept(
                new RunEvent.JobsInProgress(
                        clock.get(), worker, inProgress(batch, stages), stages.length));
    }

    /// The pool inside this JVM has a job in each of these stages.
    void runsHere(long batch, JobStage... stages) {
        threads.accept(
                new RunEvent.JobsInProgress(
                        clock.get(), "local", inProgress(batch, stages), stages.length));
    }

    void closeThreads() {
        threads.accept(new RunEvent.PoolClosed(clock.get()));
    }

    void closeProcesses() {
        processes.accept(new RunEvent.PoolClosed(clock.get()));
    }

    private InProgressColumns inProgress(long batch, JobStage... stages) {
        InProgressColumns jobs = new InProgressColumns(stages.length);
        for (int row = 0; row < stages.length; row++) {
            jobs.batch()[row] = batch;
            jobs.job()[row] = 900 + row;
            jobs.attempt()[row] = 1;
            jobs.started()[row] = clock.get() - 50 * MILLI;
            jobs.stage()[row] = stages[row].code();
        }
        return jobs;
    }

    /// Jobs end one after the other, each after twenty milliseconds, the last of them now.
    void finish(
            EventSink pool, String worker, long batch, int first, int count, Outcome.Kind kind) {
        JobColumns jobs = JobColumns.allocate(count);
        clock.addAndGet(20L * count * MILLI);
        long now = clock.get();
        for (int row = 0; row < count; row++) {
            long end = now - 20L * (count - 1 - row) * MILLI;
            jobs.job()[row] = first + row;
            jobs.attempt()[row] = 1;
            jobs.kind()[row] = kind.code();
            jobs.submitted()[row] = end - 30 * MILLI;
            jobs.assigned()[row] = end - 22 * MILLI;
            jobs.received()[row] = end - 21 * MILLI;
            jobs.started()[row] = end - 20 * MILLI;
            jobs.finished()[row] = end;
            jobs.delivered()[row] = end;
            jobs.cpuNanos()[row] = 15 * MILLI;
            jobs.stoveNanos()[row] = 5 * MILLI;
        }
        pool.accept(new RunEvent.JobsFinished(now, batch, worker, jobs));
    }

    /// So a pool is set.
    void set(EventSink pool, PoolSettings settings) {
        pool.accept(new RunEvent.SettingsChanged(clock.get(), settings));
    }

    void resized(EventSink pool, String worker, int threads, int stoves) {
        pool.accept(new RunEvent.WorkerResized(clock.get(), worker, threads, stoves));
    }

    void use(String resource, int permits) {
        processes.accept(
                new RunEvent.ResourceUsed(clock.get(), resource, 3 * MILLI, 10 * MILLI, permits));
    }

    void news(String text) {
        dashboard.news(text);
    }

    /// The time now, as events have it.
    long now() {
        return clock.get();
    }

    void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    /// Ends a step, ten milliseconds after the one before.
    void tick() {
        pass(Duration.ofMillis(10));
        dashboard.tick();
    }

    /// What those who came for events had seen last.
    List<String> asked() {
        return asked;
    }

    /// Breaks off all events; who comes again waits at the door.
    void cutConnections() {
        door = new CountDownLatch(1);
        streams.forEach(Thread::interrupt);
    }

    /// Opens the door.
    void letIn() {
        door.countDown();
    }

    void stopServer() {
        server.close();
    }

    /// Serves again where it was served before.
    void startServer() throws IOException {
        server = serve(server.address().getPort());
    }

    private StatusServer serve(int port) throws IOException {
        Site site =
                acting.map(who -> DashboardSite.of(dashboard, runs, who))
                        .orElseGet(() -> DashboardSite.of(dashboard, runs));
        EventStream events = Objects.requireNonNull(site.streams().get("/events"));
        EventStream watched =
                (ask, out) -> {
                    asked.add(ask.lastEventId());
                    streams.add(Thread.currentThread());
                    try {
                        door.await();
                        events.send(ask, out);
                    } finally {
                        streams.remove(Thread.currentThread());
                    }
                };
        return StatusServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Set.of(),
                new Site(site.pages(), site.folders(), Map.of("/events", watched), site.actions()));
    }

    @Override
    public void close() {
        server.close();
        dashboard.close();
    }
}
