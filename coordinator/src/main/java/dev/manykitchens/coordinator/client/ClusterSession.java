package dev.manykitchens.coordinator.client;

import dev.manykitchens.coordinator.client.link.CallListener;
import dev.manykitchens.coordinator.client.link.CoordinatorCall;
import dev.manykitchens.coordinator.clock.ClockAlignment;
import dev.manykitchens.coordinator.link.BatchTerms;
import dev.manykitchens.coordinator.link.Travel;
import dev.manykitchens.coordinator.loop.Deliveries;
import dev.manykitchens.coordinator.loop.Loop;
import dev.manykitchens.coordinator.loop.OwnLoop;
import dev.manykitchens.coordinator.membership.AnotherLeads;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.CoordinatorSearch;
import dev.manykitchens.proto.link.Dial;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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

    /// As many as a random UUID has.
    private static final int SESSION_BYTES = 16;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSession.class);

    /// How a coordinator begins that lets its clients go.
    private static final String DRAINS = "the coordinator drains";

    private static final Duration PING_AT_FIRST = Duration.ofMillis(20);

    /// Where there are several coordinators, one that does not answer a sign of life for so long is
    /// passed over.
    private static final Duration SILENT_AT_FIRST = Duration.ofSeconds(5);

    /// So many answers align the clocks well enough to begin.
    private static final int ANSWERS_AT_FIRST = 5;

    /// Empty: none, since it only hands in what outlives it. 0: any number, and at least one.
    private final OptionalInt workers;

    private final PoolOptions options;

    /// Who this is for the coordinator, over all streams: nobody else can guess it.
    private final String session = newSession();

    private final Loop loop;
    private final Deliveries deliveries;
    private final CompletableFuture<CallListener.Welcome> ready = new CompletableFuture<>();

    // Confined to the loop.
    private final ClientBook book;
    private final CoordinatorSearch search;
    private ClockAlignment clock = new ClockAlignment();
    private int answers;
    private CallListener.@Nullable Welcome welcome;
    private @Nullable CoordinatorCall call;

    /// The batches whose arguments wait until they are accepted on the stream that is open.
    private final Set<Long> waiting = new HashSet<>();

    /// The batches that are not wanted any more and may still be there: who comes back says so
    /// again.
    private final Set<Long> unwanted = new HashSet<>();

    /// Which stream is open or being opened: what an earlier one still says is not heard.
    private int stream;

    private long heardNanos;
    private long welcomedNanos;
    private long giveUpAt;
    private boolean ended;

    /// What the coordinator said of its drain, until it takes the client again: who looks for it
    /// afterwards only finds that nobody listens.
    private Optional<String> drain = Optional.empty();

    private Optional<String> over = Optional.empty();

    private ClusterSession(Dial dial, OptionalInt workers, PoolOptions options) {
        this.search = new CoordinatorSearch(dial, RandomGenerator.getDefault());
        this.workers = workers;
        this.options = options;
        this.loop = new OwnLoop("cluster-loop", System::nanoTime, this::failed);
        this.deliveries = new Deliveries("cluster-delivery");
        this.book = new ClientBook(options.events(), deliveries::post, loop::now);
    }

    /// Begins to dial.
    ///
    /// @param workers how many workers are wanted; 0: any number, and at least one
    /// @param patience how long to wait for the coordinator and for them
    static ClusterSession start(Dial dial, int workers, Duration patience, PoolOptions options) {
        return start(dial, OptionalInt.of(workers), patience, options);
    }

    /// Begins to dial, for batches that outlive this: workers may come later.
    ///
    /// @param patience how long to wait for the coordinator
    static ClusterSession startToSubmit(Dial dial, Duration patience, PoolOptions options) {
        return start(dial, OptionalInt.empty(), patience, options);
    }

    private static ClusterSession start(
            Dial dial, OptionalInt workers, Duration patience, PoolOptions options) {
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
        loop.post(book::openEvents);
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
            book.add(batch);
            if (over.isPresent()) {
                book.abandon(batch, over.get());
            } else if (!book.finishIfDone(batch)) {
                hand(batch);
            }
        });
    }

    /// Cancels jobs: they have their outcome at once. From any thread.
    ///
    /// @param jobs positions; empty: all of the batch
    void cancel(ClientBatch batch, List<Integer> jobs) {
        loop.post(() -> {
            boolean known = book.find(batch.id()).isPresent();
            book.cancel(batch, jobs);
            // A batch without a job that is wanted is forgotten there too, whether its arguments
            // have come or not.
            boolean over = book.find(batch.id()).isEmpty();
            if (known && over && batch.isStarted()) {
                unwanted.add(batch.id());
            }
            if (call != null && welcome != null && known) {
                call.cancel(batch.id(), over ? List.of() : jobs);
            }
        });
    }

    /// Cancels everything. From any thread.
    void cancelAll() {
        loop.post(() -> book.all().forEach(batch -> book.cancel(batch, List.of())));
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
                        workers.orElse(0),
                        patience,
                        options.resources(),
                        workers.isEmpty(),
                        session);
        try {
            call = CoordinatorCall.open(search.dial(), wish, new Heard(number));
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
        if (told != null) {
            Duration silence = search.dial().silence(told.silence());
            if (now - heardNanos > silence.toNanos()) {
                broken(number, "it was silent for " + silence.toSeconds() + " s", false);
                return;
            }
        }
        if (told == null
                && search.dial().endpoints().size() > 1
                && now - heardNanos > SILENT_AT_FIRST.toNanos()) {
            // One that stands still takes connections too, and another may lead by now.
            broken(number, "it said nothing for " + SILENT_AT_FIRST.toSeconds() + " s", false);
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
        long now = loop.now();
        Dial dialled = search.dial();
        if (forGood) {
            giveUp("the coordinator at %s refused: %s".formatted(dialled.endpoint(), why));
            return;
        }
        if (why.startsWith(DRAINS)) {
            drain = Optional.of(why);
        }
        Duration lasted = Duration.ZERO;
        if (welcome != null) {
            lasted = Duration.ofNanos(now - welcomedNanos);
            // Nobody waits for a pool that has nothing to do: one that drains lets it go.
            LOG.atLevel(book.isEmpty() ? Level.INFO : Level.WARN).log(lost(dialled, why));
            giveUpAt = now + LOOK_FOR.toNanos();
            book.loseStream(welcome.keeps());
            welcome = null;
        }
        if (now >= giveUpAt) {
            String before =
                    drain.filter(said -> !said.equals(why))
                            .map(said -> "; before that it said: " + said)
                            .orElse("");
            giveUp(AnotherLeads.orAbsent(dialled.endpoints(), why) + before);
            return;
        }
        Duration left = Duration.ofNanos(giveUpAt - now);
        Duration pause = search.failed(lasted);
        loop.schedule(
                pause.compareTo(left) < 0 ? pause : left,
                () -> dial(Duration.ofNanos(Math.max(1, giveUpAt - loop.now()))));
    }

    /// That a coordinator is gone which was there, in a sentence.
    static String lost(Dial dialled, String why) {
        if (AnotherLeads.isSaid(why)) {
            return "the coordinator at %s leads no more, looking for the one that leads for up to %d s; %s"
                    .formatted(dialled.endpoint(), LOOK_FOR.toSeconds(), AnotherLeads.inShort(why));
        }
        return "the coordinator at %s was lost, looking for %s for up to %d s: %s"
                .formatted(
                        dialled.endpoint(),
                        dialled.endpoints().size() == 1 ? "it" : "the one that leads",
                        LOOK_FOR.toSeconds(),
                        why);
    }

    /// Nothing will come any more: every job has the reason.
    private void giveUp(String sentence) {
        end(sentence, new IllegalStateException(sentence));
    }

    private void failed(Throwable failure) {
        String sentence = "the cluster pool failed, please report this: " + failure;
        end(sentence, new IllegalStateException(sentence, failure));
    }

    private void end(String sentence, IllegalStateException reason) {
        over = Optional.of(sentence);
        boolean _ = ready.completeExceptionally(reason);
        book.all().forEach(batch -> book.abandon(batch, sentence));
    }

    private void welcomed(CallListener.Welcome told) {
        welcome = told;
        drain = Optional.empty();
        welcomedNanos = loop.now();
        readyIfAligned();
        waiting.clear();
        CoordinatorCall open = call;
        if (told.keeps() && open != null) {
            unwanted.forEach(batch -> open.cancel(batch, List.of()));
        } else {
            unwanted.clear();
        }
        book.all().forEach(this::hand);
    }

    private void readyIfAligned() {
        CallListener.Welcome told = welcome;
        if (told != null && answers >= ANSWERS_AT_FIRST) {
            boolean _ = ready.complete(told);
        }
    }

    private void hand(ClientBatch batch) {
        CoordinatorCall open = call;
        CallListener.Welcome told = welcome;
        if (open == null || told == null) {
            return;
        }
        if (!told.keeps()) {
            book.forgotten(batch);
        }
        BatchTerms terms = batch.start(told.keeps());
        open.start(
                batch.id(),
                batch.batch(),
                batch.unitsPerSecond(),
                options.speculate(),
                batch.settled(),
                terms);
        if (!terms.waits()
                && told.isSmall(CoordinatorCall.bytesOf(batch.batch()), batch.batch().size())) {
            open.arguments(batch.id(), batch.batch().arguments());
        } else {
            waiting.add(batch.id());
        }
    }

    /// There is room for the arguments of a batch, or it is there already.
    ///
    /// @param theirs the coordinator's number of a batch that is on disk there; otherwise 0
    private void accepted(long number, long theirs, boolean resumed) {
        Optional<ClientBatch> found = book.find(number);
        CoordinatorCall open = call;
        if (!waiting.remove(number) || found.isEmpty() || open == null) {
            return;
        }
        ClientBatch batch = found.get();
        if (!resumed) {
            book.forgotten(batch);
            open.arguments(number, batch.batch().arguments());
            return;
        }
        boolean _ = batch.resolve();
        if (theirs != 0) {
            batch.keep(theirs, true);
        }
    }

    /// A batch has come, whole, and is on disk.
    private void kept(long number, long theirs) {
        book.find(number).ifPresent(batch -> batch.keep(theirs, false));
    }

    /// Every outcome of a batch was told. Where batches are kept, the coordinator keeps this one
    /// until it hears that they have come.
    private void finished(long number) {
        Optional<ClientBatch> found = book.find(number);
        unwanted.remove(number);
        boolean taken = found.isEmpty() || book.finishIfDone(found.get());
        boolean isMine = found.isEmpty() || !found.get().isDetached();
        if (taken && isMine && call != null && welcome != null && welcome.keeps()) {
            call.taken(number);
        }
    }

    private static String newSession() {
        byte[] bytes = new byte[SESSION_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
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
        public void accepted(long batch, long number, boolean resumed) {
            onLoop(() -> ClusterSession.this.accepted(batch, number, resumed));
        }

        @Override
        public void kept(long batch, long number) {
            onLoop(() -> ClusterSession.this.kept(batch, number));
        }

        @Override
        public void succeeded(long batch, int first, Column results) {
            onLoop(() -> book.succeeded(batch, first, results));
        }

        @Override
        public void ended(long batch, int first, int count, Outcome outcome) {
            onLoop(() -> book.ended(batch, first, count, outcome));
        }

        @Override
        public void finished(long batch) {
            onLoop(() -> ClusterSession.this.finished(batch));
        }

        @Override
        public void happened(RemoteEvent event) {
            onLoop(() -> book.happened(event.on(clock::toOurs), clock.errorNanos()));
        }

        @Override
        public void heard() {
            onLoop(() -> {});
        }

        @Override
        public void ready() {
            onLoop(() -> {
                if (call != null) {
                    call.sendMore();
                }
            });
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
