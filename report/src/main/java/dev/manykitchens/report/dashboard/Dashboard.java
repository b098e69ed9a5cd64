package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.lock.BriefLock;
import dev.manykitchens.report.json.Json;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What a page shows of running pools, as it goes on: their events folded into rows, bars and
/// charts, and told in numbered frames to whoever watches. Thread-safe.
///
/// Events cost the pool that emits them a moment under a lock, however many watch: frames are made
/// on a thread of the dashboard's own, once for all watchers, who read them at their own pace.
public final class Dashboard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

    /// How often there is a frame, while something happens.
    static final Duration STEP = Duration.ofMillis(100);

    /// The most pools that are shown, those that were closed included.
    static final int MOST_POOLS = 100;

    private static final long STEP_NANOS = STEP.toNanos();
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// What a reader may have missed without being told everything anew: thirty seconds.
    private static final int MOST_FRAMES = 300;

    private static final long MOST_CHARACTERS = 8L << 20;

    private final Zero zero;
    private final LongSupplier clock;
    private final VitalsReader vitals;
    private final String epoch =
            Long.toString(
                    ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
    private final FrameRing frames = new FrameRing(MOST_FRAMES, MOST_CHARACTERS);
    private final Thread ticker =
            Thread.ofPlatform().daemon().name("dashboard").unstarted(this::run);

    private final BriefLock lock = new BriefLock();

    // Guarded by the lock.
    private final Collected collected;
    private final List<PoolBoard> pools = new ArrayList<>();
    private Frame.TotalsRow forgotten = Frame.TotalsRow.NONE;
    private int poolsLeftOut;

    // Confined to whoever ticks.
    private final FrameMaker maker;
    private long wholeSecondNanos;

    private final Newcomers newcomers = new Newcomers();
    private volatile Frame.About about;
    private volatile List<ComparisonRow> comparison = List.of();
    private volatile @Nullable StageRow stage;
    private volatile boolean closed;

    private Dashboard(
            String title,
            String version,
            Instant wall,
            LongSupplier clock,
            Supplier<Vitals> vitals,
            Executor aside) {
        this.clock = clock;
        this.vitals = new VitalsReader(vitals, aside);
        zero = new Zero(clock.getAsLong(), wall);
        about = new Frame.About(title, version, wall.toString(), false, List.of());
        maker = new FrameMaker(epoch, zero);
        collected = new Collected(zero);
        wholeSecondNanos = zero.nanos();
    }

    /// A dashboard that makes its frames by itself.
    ///
    /// @param title what it shows: the command that runs
    /// @param wall the time now
    /// @param vitals what this JVM uses; asked once a second, on a thread of the dashboard's own
    public static Dashboard open(
            String title, String version, Instant wall, Supplier<Vitals> vitals) {
        Dashboard dashboard =
                new Dashboard(
                        title, version, wall, System::nanoTime, vitals, Thread::startVirtualThread);
        dashboard.ticker.start();
        return dashboard;
    }

    /// One that makes a frame whenever it is told to [#tick].
    static Dashboard byHand(
            String title,
            String version,
            Instant wall,
            LongSupplier clock,
            Supplier<Vitals> vitals) {
        return new Dashboard(title, version, wall, clock, vitals, Runnable::run);
    }

    /// Takes in a pool.
    ///
    /// @return takes its events; beyond the first hundred, a pool takes the place of the oldest
    ///   that is closed, or, when all are open, is not shown but counted
    public PoolDisplay pool(ShownPool pool) {
        PoolBoard board;
        lock.lock();
        try {
            if (pools.size() >= MOST_POOLS && !forgetAClosedPool()) {
                poolsLeftOut++;
                return PoolDisplay.NONE;
            }
            int id = collected.nextId();
            board = new PoolBoard(id, pool, nth(pool), zero, collected, clock.getAsLong());
            pools.add(board);
        } finally {
            lock.unlock();
        }
        return new PoolDisplay() {
            @Override
            public void accept(RunEvent event) {
                lock.lock();
                try {
                    board.accept(event);
                } finally {
                    lock.unlock();
                }
                measureAtTurn(board, event);
            }

            @Override
            public void changedBy(PoolControls controls) {
                // Asked before the lock is held: a pool that emits an event may hold one of its
                // own.
                Set<Change.Kind> possible = controls.possible();
                lock.lock();
                try {
                    board.changedBy(controls, possible);
                } finally {
                    lock.unlock();
                }
            }
        };
    }

    /// The how-manieth of its name it is, among those that are shown. To be called with the lock.
    private int nth(ShownPool pool) {
        return pools.stream()
                        .filter(board -> board.name().equals(pool.name()))
                        .mapToInt(PoolBoard::nth)
                        .max()
                        .orElse(0)
                + 1;
    }

    /// A pool may be opened and closed between two looks at what this JVM uses: so there is one at
    /// both moments, aside, as whoever closes a pool should not wait for it.
    private void measureAtTurn(PoolBoard board, RunEvent event) {
        boolean turns = event instanceof RunEvent.PoolReady || event instanceof RunEvent.PoolClosed;
        if (!turns || !board.isInsideThisJvm() || closed) {
            return;
        }
        vitals.readNow(used -> {
            lock.lock();
            try {
                board.measureAtTurn(event, used);
            } finally {
                lock.unlock();
            }
        });
    }

    /// Makes room; whether it could. Its jobs stay in the totals. To be called with the lock.
    private boolean forgetAClosedPool() {
        Optional<PoolBoard> oldest = pools.stream().filter(PoolBoard::isClosed).findFirst();
        oldest.ifPresent(board -> {
            forgotten = forgotten.plus(board.look(clock.getAsLong()).totals());
            pools.remove(board);
        });
        return oldest.isPresent();
    }

    /// The levers of a pool that is open.
    record Levers(String name, PoolControls controls) {}

    /// The levers of the pool with this number.
    ///
    /// @throws IllegalArgumentException when there is none
    /// @throws IllegalStateException when it is closed, or is being opened
    Levers levers(int pool) {
        lock.lock();
        try {
            PoolBoard board =
                    pools.stream()
                            .filter(each -> each.id() == pool)
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "pool must be the number of one that is on the page, was "
                                                    + pool));
            return board.levers();
        } finally {
            lock.unlock();
        }
    }

    /// Whether a worker of the pool with this number is silent for longer than it should be.
    boolean isSuspect(int pool, String worker) {
        lock.lock();
        try {
            return pools.stream().anyMatch(each -> each.id() == pool && each.isSuspect(worker));
        } finally {
            lock.unlock();
        }
    }

    /// From now on its page may act; these can be played. Who looks already does not hear of it.
    void offers(List<Piece> pieces) {
        about = about.acting(pieces);
    }

    /// Shows what is played, and tells everyone who watches when it begins and how it ends.
    public void plays(StageRow now) {
        StageRow before = stage;
        stage = now;
        if (before == null || before.playing() != now.playing()) {
            news(now.inWords());
        }
    }

    /// Shows how far the pools of a comparison are.
    public void compares(List<ComparisonRow> rows) {
        comparison = List.copyOf(rows);
    }

    /// Tells everyone who watches of something.
    public void news(String text) {
        lock.lock();
        try {
            collected.news(clock.getAsLong(), text);
        } finally {
            lock.unlock();
        }
    }

    /// Tells everyone who watches of something that may change again soon, such as a number that
    /// somebody steps through: a second after the last change, and only of that one.
    ///
    /// @param what what the text is about
    void newsOnceSettled(String what, String text) {
        lock.lock();
        try {
            collected.settles(clock.getAsLong(), what, text);
        } finally {
            lock.unlock();
        }
    }

    /// Which dashboard this is, among all there were at its address.
    String epoch() {
        return epoch;
    }

    /// The newest frames.
    FrameRing frames() {
        return frames;
    }

    /// Everything that is known, as of the next step.
    CompletableFuture<Message> everything() {
        return newcomers.add();
    }

    private void run() {
        long due = System.nanoTime();
        while (!closed) {
            try {
                tick();
            } catch (RuntimeException e) {
                LOG.error("The dashboard could not make a frame and shows no more", e);
                close();
                return;
            }
            due = Math.max(due + STEP_NANOS, System.nanoTime());
            for (long left; !closed && (left = due - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    /// Ends a step: tells what changed in it, and everything to those who came.
    void tick() {
        Sight sight = look(clock.getAsLong());
        maker.next(sight)
                .ifPresent(frame ->
                        frames.add(new Message(frame.frame(), Message.FRAME, Json.compact(frame))));
        newcomers.tell(() -> {
            Frame all = maker.everything(sight, about);
            return new Message(all.frame(), Message.SNAPSHOT, Json.compact(all));
        });
    }

    private Sight look(long now) {
        Optional<Vitals> used = vitals.newest(now);
        boolean wholeSecond = now - wholeSecondNanos >= SECOND_NANOS;
        if (wholeSecond) {
            wholeSecondNanos = now;
        }
        lock.lock();
        try {
            return look(now, used, wholeSecond);
        } finally {
            lock.unlock();
        }
    }

    private Sight look(long now, Optional<Vitals> used, boolean wholeSecond) {
        collected.settled(now);
        used.ifPresent(here -> pools.forEach(pool -> pool.measure(now, here)));
        List<PoolSight> sights = pools.stream().map(pool -> pool.look(now)).toList();
        BarBuffer bars = collected.bars();
        Sight sight =
                new Sight(
                        now,
                        sights,
                        poolsLeftOut,
                        bars.isEmpty() ? null : bars.columns(zero),
                        bars.leftOut(),
                        collected.freshNews(),
                        collected.allNews(),
                        comparison,
                        stage,
                        forgotten,
                        collected.fine().next(zero, now, sights),
                        wholeSecond ? collected.coarse().next(zero, now, sights) : null);
        collected.nextFrame();
        return sight;
    }

    /// Shows no more. Those who watch are let go.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(ticker);
        frames.close();
        newcomers.close();
    }
}
