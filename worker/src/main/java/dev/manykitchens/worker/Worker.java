package dev.manykitchens.worker;

import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.proto.link.CoordinatorSearch;
import dev.manykitchens.proto.link.Endpoint;
import dev.manykitchens.worker.link.CoordinatorLink;
import dev.manykitchens.worker.link.Holdings;
import dev.manykitchens.worker.link.Introduction;
import dev.manykitchens.worker.link.Outbox;
import dev.manykitchens.worker.link.StreamEnd;
import dev.manykitchens.worker.link.Transport;
import dev.manykitchens.worker.link.Welcomed;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// A worker from its first hello to its end. Thread-safe; run once.
///
/// ```
/// hello ──welcome──▶ working ──drain──▶ draining ──last lease reported──▶ goodbye ──stream ends──▶ end
///   │                   │ stream breaks, or is silent
///   │ ◀──── back-off ───┴──▶ end, when it does not come back
///   └─ refused ───────────────────────────────────────────────────────────────────────────────────▶ end
/// ```
final class Worker {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /// A process that is to end has ended by then.
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(2);

    private static final Duration FOREVER = Duration.ofDays(365);
    private static final int INSTANCE_BYTES = 16;

    private final WorkerPlan plan;
    private final RecipeBook recipes;
    private final Notices notices;
    private final Patience patience;
    private final Runnable halt;
    private final Transport transport = new Transport();
    private final Bell bell = new Bell();
    private final Hearing hearing = new Hearing();
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private final String instance;

    private volatile String name;
    private volatile @Nullable WorkStream stream;

    /// What works; null before the first welcome.
    private volatile @Nullable WorkingWorker working;

    /// Set by a signal.
    private volatile boolean toldToLeave;

    private volatile long toldNanos;

    // Confined to the thread that runs it.
    private final CoordinatorSearch search;
    private boolean saidGoodbye;
    private long goodbyeNanos;

    /// When the last stream that was welcomed ended.
    private long brokenNanos = System.nanoTime();

    /// @param notices says what people should know
    /// @param halt ends the process, as if it were killed
    Worker(WorkerPlan plan, RecipeBook recipes, Notices notices, Patience patience, Runnable halt) {
        this.plan = plan;
        this.recipes = recipes;
        this.notices = notices;
        this.patience = patience;
        this.halt = halt;
        this.search = new CoordinatorSearch(plan.dial(), new SplittableRandom());
        this.name = plan.name();
        this.instance = plan.comesBack() ? newInstance() : "";
    }

    /// Nobody else may guess it. Who does not come back needs none: what draws it takes long to
    /// load.
    private static String newInstance() {
        byte[] bytes = new byte[INSTANCE_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Refuses what can never join.
    ///
    /// @throws IllegalArgumentException when a file of a certificate cannot be used
    void check() {
        CoordinatorLink.check(plan.dial(), transport);
    }

    /// Works until something ends it, and says what. Threads are left behind: the process is to be
    /// ended now.
    Ending run() {
        Thread.setDefaultUncaughtExceptionHandler((_, failure) -> failed(failure));
        Ending last = null;
        while (last == null) {
            WorkStream opened;
            try {
                opened = WorkStream.open(search.dial(), transport, hearing, this::introduce);
            } catch (IllegalArgumentException e) {
                // A file of a certificate that could be read before and cannot be now.
                return Ending.refused(String.valueOf(e.getMessage()));
            }
            last = work(opened);
        }
        return last;
    }

    /// Works over one stream, and waits after its end.
    ///
    /// @return null when another one is to be opened
    private @Nullable Ending work(WorkStream opened) {
        stream = opened;
        StreamEnd end = follow(opened);
        stream = null;
        WorkingWorker worker = working;
        if (worker != null) {
            worker.streamEnded();
        }
        Ending last = ending.get();
        if (last != null) {
            // The connection ends with the process: what was said last is on its way.
            return last;
        }
        opened.close();
        last = lastOf(end);
        if (last != null) {
            return last;
        }
        long now = System.nanoTime();
        Endpoint coordinator = search.dial().endpoint();
        boolean several = search.dial().endpoints().size() > 1;
        Duration lasted = Duration.ZERO;
        if (opened.welcomedLink().isPresent()) {
            brokenNanos = now;
            lasted = Duration.ofNanos(Math.max(1, now - opened.welcomedNanos()));
        }
        Duration delay = search.failed(lasted);
        if (lasted.isPositive() || search.hasTriedAll()) {
            notices.failed(coordinator, end.why(), several, now);
        }
        return pause(delay, now);
    }

    private void introduce(CoordinatorLink link) {
        WorkingWorker known = working;
        link.hello(
                new Introduction(
                        name,
                        plan.name().isEmpty() && !name.isEmpty(),
                        instance,
                        ProcessVitals.hostName(),
                        ProcessHandle.current().pid(),
                        known == null ? plan.threads() : known.threads(),
                        known == null ? plan.stoves().count().orElse(0) : known.stoves(),
                        MemoryLimit.ofThisProcess(),
                        recipes.all().stream().map(Recipe::name).toList(),
                        plan.comesBack() ? holdings(known) : Optional.empty()));
    }

    private static Optional<Holdings> holdings(@Nullable WorkingWorker known) {
        return known == null ? Optional.of(Holdings.NOTHING) : known.holdings();
    }

    /// Stays with a stream until it ends, or the worker does.
    private StreamEnd follow(WorkStream opened) {
        long begun = System.nanoTime();
        boolean sentUnheard = false;
        while (true) {
            Optional<StreamEnd> end = opened.end();
            if (end.isPresent()) {
                return end.get();
            }
            if (ending.get() != null) {
                return new StreamEnd.InOrder();
            }
            Optional<CoordinatorLink> link = opened.welcomedLink();
            WorkingWorker worker = working;
            if (link.isPresent() && worker != null && !sentUnheard) {
                sentUnheard = true;
                worker.sendUnheard(link.get());
                continue;
            }
            if (link.isPresent() && worker != null && worker.isDone() && !saidGoodbye) {
                goodbyeNanos = System.nanoTime();
                saidGoodbye = link.get().goodbye("drained");
            }
            Duration left = mayStay(opened, begun);
            if (left.isPositive()) {
                bell.await(left);
            } else if (saidGoodbye) {
                end(isHeard() ? Ending.left("drained") : Ending.alone(untold()));
            } else {
                opened.end(
                        new StreamEnd.Broken(
                                "it must welcome a worker soon, did not within %d s"
                                        .formatted(
                                                TimeUnit.NANOSECONDS.toSeconds(
                                                        System.nanoTime() - begun))));
            }
        }
    }

    /// How long a stream may stay as it is.
    private Duration mayStay(WorkStream opened, long begun) {
        long now = System.nanoTime();
        if (saidGoodbye) {
            return (isHeard() ? patience.goodbye() : patience.unheard())
                    .minusNanos(now - goodbyeNanos);
        }
        if (opened.welcomedLink().isPresent()) {
            return FOREVER;
        }
        Duration welcome =
                patience.welcomeOf(search.dial().endpoints().size()).minusNanos(now - begun);
        if (!isLeaving() || !plan.comesBack()) {
            return welcome;
        }
        Duration leave = patience.leave().minusNanos(now - leavesSinceNanos());
        return leave.compareTo(welcome) < 0 ? leave : welcome;
    }

    /// Whether it is certain that the coordinator has all results. Who keeps none until they are
    /// heard never knows: the end of its stream, in order, is what says it.
    private boolean isHeard() {
        WorkingWorker worker = working;
        return plan.comesBack() && worker != null && worker.isHeard();
    }

    /// That there was nobody to hear the last of it, and what is lost with it.
    private String untold() {
        WorkingWorker worker = working;
        String lost = worker == null ? "" : worker.unfinished().describe();
        return "the coordinator could not be told" + (lost.isEmpty() ? "" : ", lost: " + lost);
    }

    /// What the end of a stream means when it is the end of the worker; null when it is not.
    private @Nullable Ending lastOf(StreamEnd end) {
        WorkingWorker worker = working;
        boolean known = worker != null;
        if (saidGoodbye
                && (end instanceof StreamEnd.InOrder
                        || !plan.comesBack()
                        || worker == null
                        || worker.isHeard())) {
            return Ending.left("drained");
        }
        // Whatever was said may have been lost, with the last results.
        saidGoodbye = false;
        return switch (end) {
            case StreamEnd.Refused(String why) ->
                    Ending.refused(
                            plan.comesBack() || known
                                    ? why
                                    : "the coordinator did not take the worker: " + why);
            case StreamEnd.InOrder _, StreamEnd.Broken _ when plan.comesBack() -> null;
            case StreamEnd.InOrder _, StreamEnd.Broken _ ->
                    known
                            ? Ending.alone("the coordinator is gone: " + end.why())
                            : Ending.refused(
                                    "the coordinator did not take the worker: " + end.why());
        };
    }

    /// Waits before the next try.
    ///
    /// @return why there is none; null when there is
    private @Nullable Ending pause(Duration delay, long since) {
        while (true) {
            long now = System.nanoTime();
            Ending last = ending.get();
            if (last != null) {
                return last;
            }
            Duration left = delay.minusNanos(now - since);
            if (isLeaving()) {
                Duration leave = untilVain(now);
                if (!leave.isPositive()) {
                    return Ending.left(untold());
                }
                left = leave.compareTo(left) < 0 ? leave : left;
            }
            if (!left.isPositive()) {
                return null;
            }
            bell.await(left);
        }
    }

    /// How long one that is to leave may still look for somebody to say goodbye to: not at all when
    /// there never was anybody.
    private Duration untilVain(long now) {
        return working == null
                ? Duration.ZERO
                : patience.leave().minusNanos(now - leavesSinceNanos());
    }

    /// Whether it is to go, by a signal or by the word of its coordinator: who drained it may have
    /// ended by now, and would be looked for in vain.
    private boolean isLeaving() {
        WorkingWorker worker = working;
        return toldToLeave || (worker != null && worker.isDraining());
    }

    /// Since when it has had both a reason to leave and nobody to tell. A coordinator tells it on a
    /// stream, which broke later.
    private long leavesSinceNanos() {
        return !toldToLeave || brokenNanos - toldNanos > 0 ? brokenNanos : toldNanos;
    }

    /// Told to leave, by a signal: finishes and leaves; the second time: now.
    ///
    /// @param signal its number
    void leave(int signal) {
        synchronized (this) {
            if (toldToLeave) {
                end(Ending.now(signal));
                return;
            }
            toldNanos = System.nanoTime();
            toldToLeave = true;
        }
        notices.leaves();
        WorkStream open = stream;
        if (open != null) {
            // Before the welcome nobody can be asked: the welcome asks, if it comes soon.
            open.welcomedLink().ifPresent(Worker::askDrain);
        }
        bell.ring();
    }

    private static void askDrain(CoordinatorLink link) {
        link.askDrain("it was told to leave, by a signal");
    }

    /// Ends the worker; the first reason counts.
    void end(Ending why) {
        if (ending.compareAndSet(null, why)) {
            try {
                WorkStream open = stream;
                if (open != null && why.exitCode() != 0) {
                    // Whoever waits for it to take more waits no longer.
                    open.end(new StreamEnd.Broken(why.reason()));
                    open.close();
                }
            } finally {
                // Whatever there is no memory for.
                bell.ring();
            }
        }
    }

    /// Something in the worker's own code failed: it is not to be trusted any more.
    void failed(Throwable failure) {
        Ending last = Ending.failed(failure);
        if (last.exitCode() != Ending.OUT_OF_MEMORY) {
            LOG.error("worker failed worker={}", name, failure);
        }
        end(last);
    }

    /// What streams and the working worker tell.
    private final class Hearing implements WorkStream.Owner, WorkingWorker.Owner {

        @Override
        public WorkingWorker welcomed(CoordinatorLink link, Welcomed welcome) {
            name = welcome.worker();
            WorkingWorker worker = working;
            Unfinished before = worker == null ? Unfinished.NOTHING : worker.unfinished();
            if (worker == null) {
                worker =
                        new WorkingWorker(
                                plan, recipes, plan.comesBack() ? Outbox.MOST_KEPT_BYTES : 0, this);
            }
            worker.welcomed(link, welcome, !toldToLeave);
            working = worker;
            notices.joined(name, link.coordinator(), welcome.resumed(), before, System.nanoTime());
            if (toldToLeave || worker.isDraining()) {
                askDrain(link);
            }
            return worker;
        }

        @Override
        public void changed() {
            bell.ring();
        }

        @Override
        public void halted(String reason) {
            notices.halts(reason);
            halt.run();
        }

        /// The end of its stream is the end of a spawned worker, at once. A JVM waits at its end
        /// for threads in native code, for 0.3 s, and there the transport's thread would be by
        /// then.
        @Override
        public void ended() {
            if (!plan.comesBack()) {
                LockSupport.parkNanos(EXIT_LIMIT.toNanos());
            }
        }

        @Override
        public void adjusted(int threads, int stoves) {
            notices.adjusted(threads, stoves);
        }

        @Override
        public void drains(String reason, int chunks) {
            notices.drains(reason, chunks);
        }

        @Override
        public void parentGone() {
            end(Ending.alone("its parent process is gone"));
        }

        @Override
        public void silent(CoordinatorLink link, String why) {
            WorkStream open = stream;
            if (!plan.comesBack()) {
                end(Ending.alone(why));
            } else if (open != null && open.welcomedLink().filter(link::equals).isPresent()) {
                open.end(new StreamEnd.Broken(why));
                // Whoever waits for it to take more waits no longer.
                open.close();
            }
        }

        @Override
        public void failed(Throwable failure) {
            Worker.this.failed(failure);
        }
    }
}
