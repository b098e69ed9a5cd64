package dev.manykitchens.coordinator.client;

import dev.manykitchens.coordinator.client.link.CallListener;
import dev.manykitchens.coordinator.client.link.CoordinatorCall;
import dev.manykitchens.coordinator.clock.ClockAlignment;
import dev.manykitchens.coordinator.link.Travel;
import dev.manykitchens.coordinator.loop.Deliveries;
import dev.manykitchens.coordinator.loop.Loop;
import dev.manykitchens.core.event.JobColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.ValueType;
import dev.manykitchens.proto.link.BackOff;
import dev.manykitchens.proto.link.Dial;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// A client's stay at a coordinator, over as many streams as it takes. Everything happens on one
/// loop; what others may call says so.
///
/// ```
///           hello              welcome, first answer          stream breaks
/// closed ─────────▶ dialling ─────────────────────────▶ open ───────────────▶ dialling again, a while
///                      │ refused, or too long                                     │
///                      ▼                                                          ▼
///                    over: every job left has the reason ◀────────────────────────┘
/// ```
final class ClusterSession {

    /// So long a coordinator that was lost is looked for, before what is unfinished is given up.
    static final Duration LOOK_FOR = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSession.class);
    private static final Duration PING_AT_FIRST = Duration.ofMillis(20);

    /// So many answers align the clocks well enough to begin.
    private static final int ANSWERS_AT_FIRST = 5;

    private final Dial dial;
    private final int workers;
    private final PoolOptions options;
    private final Loop loop;
    private final Deliveries deliveries;
    private final CompletableFuture<CallListener.Welcome> ready = new CompletableFuture<>();

    // Confined to the loop.
    private final Map<Long, ClientBatch> unfinished = new LinkedHashMap<>();
    private final Map<Long, ClientBatch> waiting = new LinkedHashMap<>();
    private final BackOff backOff = new BackOff(RandomGenerator.getDefault());
    private ClockAlignment clock = new ClockAlignment();
    private int answers;
    private CallListener.@Nullable Welcome welcome;
    private @Nullable CoordinatorCall call;

    /// Which stream is open or being opened: what an earlier one still says is not heard.
    private int stream;

    private long heardNanos;
    private long welcomedNanos;
    private long giveUpAt;
    private boolean ended;
    private Optional<String> over = Optional.empty();

    /// What came before the pool was told to be ready.
    private @Nullable Queue<RunEvent> held = new ArrayDeque<>();

    private ClusterSession(Dial dial, int workers, PoolOptions options) {
        this.dial = dial;
        this.workers = workers;
        this.options = options;
        this.loop = new Loop("cluster-loop", System::nanoTime, this::failed);
        this.deliveries = new Deliveries("cluster-delivery");
    }

    /// Begins to dial.
    ///
    /// @param workers how many workers are wanted; 0: any number, and at least one
    /// @param patience how long to wait for the coordinator and for them
    static ClusterSession start(Dial dial, int workers, Duration patience, PoolOptions options) {
        ClusterSession session = new ClusterSession(dial, workers, options);
        session.deliveries.start();
        session.loop.start();
        session.loop.post(() -> {
            session.giveUpAt = session.loop.now() + patience.toNanos();
            session.dial(patience);
        });
        return session;
    }

    /// Completes when the client was taken and the clocks are aligned; fails with an
    /// `IllegalStateException`. May be asked from any thread.
    CompletableFuture<CallListener.Welcome> ready() {
        return ready;
    }

    /// Passes on the events that came so far, and each that comes. From any thread.
    void openEvents() {
        loop.post(() -> {
            Queue<RunEvent> before = held;
            held = null;
            if (before != null) {
                before.forEach(options.events()::accept);
            }
        });
    }

    /// Refuses a batch that cannot travel. From any thread.
    ///
    /// @throws IllegalArgumentException naming the job whose arguments are too large
    void requireFits(Batch batch) {
        long _ = Travel.longestJobBytes(batch);
    }

    /// Hands a batch in. From any thread.
    void submit(ClientBatch batch) {
        loop.post(() -> {
            emit(
                    new RunEvent.BatchSubmitted(
                            batch.submittedNanos(),
                            batch.id(),
                            batch.batch().recipe().name(),
                            batch.batch().size()));
            unfinished.put(batch.id(), batch);
            if (over.isPresent()) {
                abandon(batch, over.get());
            } else if (batch.isSettled()) {
                finish(batch);
            } else {
                hand(batch);
            }
        });
    }

    /// Cancels jobs: they have their outcome at once. From any thread.
    ///
    /// @param jobs positions; empty: all of the batch
    void cancel(ClientBatch batch, List<Integer> jobs) {
        loop.post(() -> {
            if (!unfinished.containsKey(batch.id())) {
                return;
            }
            if (call != null && welcome != null) {
                call.cancel(batch.id(), jobs);
            }
            if (jobs.isEmpty()) {
                endAll(batch, Outcome.CANCELLED);
            } else {
                jobs.forEach(job -> end(batch, job, 1, Outcome.CANCELLED));
            }
            finishIfDone(batch);
        });
    }

    /// Cancels everything. From any thread.
    void cancelAll() {
        loop.post(() -> List.copyOf(unfinished.values()).forEach(batch -> cancelNow(batch)));
    }

    private void cancelNow(ClientBatch batch) {
        endAll(batch, Outcome.CANCELLED);
        finishIfDone(batch);
    }

    /// Whether the calling thread tells submitters what became of their jobs.
    boolean isDelivering() {
        return deliveries.isCurrentThread();
    }

    /// Leaves, and ends every thread. From any other thread than its own.
    void close() {
        loop.post(() -> {
            ended = true;
            stream++;
            if (call != null) {
                call.leave();
                call = null;
            }
        });
        loop.close();
        deliveries.close();
    }

    // Streams.

    private void dial(Duration patience) {
        if (ended || over.isPresent()) {
            return;
        }
        int number = ++stream;
        welcome = null;
        answers = 0;
        clock = new ClockAlignment();
        heardNanos = loop.now();
        CoordinatorCall.Wish wish =
                new CoordinatorCall.Wish(
                        hostName(),
                        ProcessHandle.current().pid(),
                        workers,
                        patience,
                        options.resources());
        try {
            call = CoordinatorCall.open(dial, wish, new Heard(number));
        } catch (IllegalArgumentException e) {
            giveUp(String.valueOf(e.getMessage()));
            return;
        }
        ping(number, ANSWERS_AT_FIRST);
    }

    /// Says that the client is alive, now and from time to time.
    private void ping(int number, int quick) {
        if (number != stream || call == null) {
            return;
        }
        long now = loop.now();
        CallListener.Welcome told = welcome;
        if (told != null && now - heardNanos > told.silence().toNanos()) {
            broken(number, "it was silent for " + told.silence().toSeconds() + " s", false);
            return;
        }
        call.ping(now);
        Duration next =
                quick > 0 ? PING_AT_FIRST : told == null ? Duration.ofSeconds(1) : told.ping();
        loop.schedule(next, () -> ping(number, Math.max(0, quick - 1)));
    }

    private void broken(int number, String why, boolean forGood) {
        if (number != stream || ended) {
            return;
        }
        stream++;
        if (call != null) {
            // What nobody closes keeps its thread and its connection for ever, one a try.
            call.cut();
            call = null;
        }
        waiting.clear();
        long now = loop.now();
        if (forGood) {
            giveUp("the coordinator at %s refused: %s".formatted(dial.endpoint(), why));
            return;
        }
        Duration lasted = Duration.ZERO;
        if (welcome != null) {
            lasted = Duration.ofNanos(now - welcomedNanos);
            // Nobody waits for a pool that has nothing to do: one that drains lets it go.
            LOG.atLevel(unfinished.isEmpty() ? Level.INFO : Level.WARN)
                    .log(
                            "coordinator was lost and is looked for address={} limit={}s why={}",
                            dial.endpoint(),
                            LOOK_FOR.toSeconds(),
                            why);
            giveUpAt = now + LOOK_FOR.toNanos();
            welcome = null;
            unfinished.values().forEach(batch -> announceAgain(batch, now));
        }
        if (now >= giveUpAt) {
            giveUp("the coordinator at %s must be there, %s".formatted(dial.endpoint(), why));
            return;
        }
        Duration left = Duration.ofNanos(giveUpAt - now);
        Duration pause = backOff.after(lasted);
        loop.schedule(
                pause.compareTo(left) < 0 ? pause : left,
                () -> dial(Duration.ofNanos(Math.max(1, giveUpAt - loop.now()))));
    }

    private void announceAgain(ClientBatch batch, long now) {
        BitSet again = batch.loseStream();
        for (int from = again.nextSetBit(0); from >= 0; ) {
            int to = again.nextClearBit(from);
            emit(new RunEvent.JobsRequeued(now, 0, NOBODY, batch.id(), from, to - from, false));
            from = again.nextSetBit(to);
        }
    }

    private static final String NOBODY = "none";

    /// Nothing will come any more: every job has the reason.
    private void giveUp(String sentence) {
        over = Optional.of(sentence);
        boolean _ = ready.completeExceptionally(new IllegalStateException(sentence));
        List.copyOf(unfinished.values()).forEach(batch -> abandon(batch, sentence));
    }

    private void failed(Throwable failure) {
        String sentence = "the cluster pool failed, please report this: " + failure;
        over = Optional.of(sentence);
        boolean _ = ready.completeExceptionally(new IllegalStateException(sentence, failure));
        List.copyOf(unfinished.values()).forEach(batch -> abandon(batch, sentence));
    }

    private void abandon(ClientBatch batch, String sentence) {
        endAll(batch, new Outcome.WorkerLost(sentence, new Origin(NOBODY, NOBODY, 0, 1)));
        finishIfDone(batch);
    }

    private void welcomed(CallListener.Welcome told) {
        welcome = told;
        welcomedNanos = loop.now();
        readyIfAligned();
        unfinished.values().forEach(this::hand);
    }

    private void readyIfAligned() {
        CallListener.Welcome told = welcome;
        if (told != null && answers >= ANSWERS_AT_FIRST) {
            boolean _ = ready.complete(told);
        }
    }

    // Batches.

    private void hand(ClientBatch batch) {
        CoordinatorCall open = call;
        CallListener.Welcome told = welcome;
        if (open == null || told == null) {
            return;
        }
        open.start(
                batch.id(),
                batch.batch(),
                batch.unitsPerSecond(),
                options.speculate(),
                batch.settled());
        if (CoordinatorCall.bytesOf(batch.batch()) <= told.smallBatchBytes()) {
            open.arguments(batch.id(), batch.batch().arguments());
        } else {
            waiting.put(batch.id(), batch);
        }
    }

    private void accepted(long number) {
        ClientBatch batch = waiting.remove(number);
        if (batch != null && call != null) {
            call.arguments(number, batch.batch().arguments());
        }
    }

    private void succeeded(long number, int first, Column results) {
        ClientBatch batch = unfinished.get(number);
        if (batch == null || !batch.has(first, results.size())) {
            return;
        }
        ValueType wanted = batch.batch().recipe().resultType();
        if (results.type() != wanted) {
            // The coordinator does not know recipes: what a worker answers is first checked here.
            end(batch, first, results.size(), unfit(batch, wanted, results.type()));
        } else {
            batch.succeed(
                    first,
                    results,
                    (from, run) -> deliveries.post(() -> batch.listener().succeeded(from, run)));
        }
    }

    private static Outcome unfit(ClientBatch batch, ValueType wanted, ValueType was) {
        return new Outcome.Failed(
                "a result of %s must be %s, was %s; a worker here runs another recipe of that name"
                        .formatted(batch.batch().recipe().name(), wanted.phrase(), was.phrase()),
                new Origin(NOBODY, NOBODY, 0, 1));
    }

    private void ended(long number, int first, int count, Outcome outcome) {
        ClientBatch batch = unfinished.get(number);
        if (batch != null && batch.has(first, count)) {
            end(batch, first, count, outcome);
        }
    }

    private void end(ClientBatch batch, int first, int count, Outcome outcome) {
        for (Optional<ClientBatch.Run> run = batch.end(first, count);
                run.isPresent();
                run = batch.end(first, count)) {
            ClientBatch.Run jobs = run.get();
            if (outcome.kind() != Outcome.Kind.CANCELLED) {
                emit(new RunEvent.JobFailed(loop.now(), batch.id(), jobs.first(), outcome));
            }
            deliveries.post(() -> batch.tellEnded(jobs, outcome));
        }
    }

    private void endAll(ClientBatch batch, Outcome outcome) {
        end(batch, 0, batch.batch().size(), outcome);
        tellUntold(batch, outcome.kind());
    }

    private void finishIfDone(ClientBatch batch) {
        if (batch.isSettled()) {
            finish(batch);
        }
    }

    private void finish(ClientBatch batch) {
        if (unfinished.remove(batch.id(), batch)) {
            waiting.remove(batch.id());
            tellUntold(batch, Outcome.Kind.CANCELLED);
            emit(
                    new RunEvent.BatchFinished(
                            loop.now(), batch.id(), batch.succeeded(), batch.notSucceeded()));
            deliveries.post(() -> batch.done().complete(null));
        }
    }

    /// Jobs that ended here have no times of their own: that they ended is told all the same.
    private void tellUntold(ClientBatch batch, Outcome.Kind kind) {
        long now = loop.now();
        for (Optional<ClientBatch.Run> run = batch.untold(0);
                run.isPresent();
                run = batch.untold(0)) {
            emit(
                    new RunEvent.JobsFinished(
                            now,
                            batch.id(),
                            NOBODY,
                            JobColumns.unreported(
                                    run.get().first(),
                                    run.get().count(),
                                    1,
                                    kind,
                                    batch.submittedNanos(),
                                    now)));
        }
    }

    // Events.

    private void happened(CallListener.RemoteEvent remote) {
        RunEvent event = remote.on(clock::toOurs);
        switch (event) {
            case RunEvent.JobsFinished finished -> {
                ClientBatch batch = unfinished.get(finished.batch());
                if (batch != null) {
                    batch.firstTold(finished, loop.now()).ifPresent(this::emit);
                }
            }
            case RunEvent.ChunkAssigned chunk -> {
                ClientBatch batch = unfinished.get(chunk.batch());
                if (batch != null && batch.has(chunk.first(), chunk.count())) {
                    batch.give(chunk.first(), chunk.count());
                    emit(chunk);
                }
            }
            case RunEvent.WorkerMeasured measured -> emit(withOurError(measured));
            case RunEvent.JobsCopied _,
                    RunEvent.JobsRequeued _,
                    RunEvent.ResultsDropped _,
                    RunEvent.WorkerJoined _,
                    RunEvent.WorkerChanged _,
                    RunEvent.ResourceUsed _ ->
                    emit(event);
            // Made here.
            case RunEvent.PoolReady _,
                    RunEvent.BatchSubmitted _,
                    RunEvent.BatchFinished _,
                    RunEvent.JobFailed _,
                    RunEvent.PoolClosed _ -> {}
        }
    }

    /// The worker's clock against the coordinator's, and that against ours.
    private RunEvent withOurError(RunEvent.WorkerMeasured measured) {
        long theirs = measured.clockErrorNanos();
        long ours = clock.errorNanos();
        boolean known = theirs != Long.MAX_VALUE && ours != Long.MAX_VALUE;
        return new RunEvent.WorkerMeasured(
                measured.atNanos(),
                measured.worker(),
                measured.residentBytes(),
                measured.cpuNanos(),
                measured.lateNanos(),
                known ? theirs + ours : Long.MAX_VALUE);
    }

    private void emit(RunEvent event) {
        if (held != null) {
            held.add(event);
            return;
        }
        try {
            options.events().accept(event);
        } catch (RuntimeException e) {
            LOG.warn("a sink of events threw, which it must not", e);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /// What one stream says, passed on to the loop while that stream is the one.
    private final class Heard implements CallListener {

        private final int number;

        Heard(int number) {
            this.number = number;
        }

        private void onLoop(Runnable action) {
            loop.post(() -> {
                if (number == stream) {
                    heardNanos = loop.now();
                    action.run();
                }
            });
        }

        @Override
        public void welcomed(Welcome told) {
            onLoop(() -> ClusterSession.this.welcomed(told));
        }

        @Override
        public void accepted(long batch) {
            onLoop(() -> ClusterSession.this.accepted(batch));
        }

        @Override
        public void succeeded(long batch, int first, Column results) {
            onLoop(() -> ClusterSession.this.succeeded(batch, first, results));
        }

        @Override
        public void ended(long batch, int first, int count, Outcome outcome) {
            onLoop(() -> ClusterSession.this.ended(batch, first, count, outcome));
        }

        @Override
        public void finished(long batch) {
            onLoop(() -> {
                ClientBatch live = unfinished.get(batch);
                if (live != null && live.isSettled()) {
                    finish(live);
                }
            });
        }

        @Override
        public void happened(RemoteEvent event) {
            onLoop(() -> ClusterSession.this.happened(event));
        }

        @Override
        public void answered(long sentNanos, long theirNanos, long heard) {
            onLoop(() -> {
                clock.heard(theirNanos, heard);
                clock.arrived(sentNanos, theirNanos);
                answers++;
                readyIfAligned();
            });
        }

        @Override
        public void over(String why, boolean forGood) {
            loop.post(() -> broken(number, why, forGood));
        }
    }
}
