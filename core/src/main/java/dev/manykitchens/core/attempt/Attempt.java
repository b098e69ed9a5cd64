package dev.manykitchens.core.attempt;

import dev.manykitchens.core.event.JobStage;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.lock.BriefLock;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.resource.PermitUser;
import dev.manykitchens.core.resource.ResourcePermit;
import dev.manykitchens.core.stove.Stove;
import dev.manykitchens.core.stove.StoveTurn;
import dev.manykitchens.core.value.Row;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// One try of one job. Thread-safe; run once, and once more each time it is renewed.
///
/// ```
///  ┌──────────renew (by the thread that ran it)──────────┐
///  ▼                                                     │
/// NEW ──begin──▶ RUNNING ──end──▶ ENDED ─────────────────┘
///                   └── told to stop, occupies its thread, and does not stop ──▶ ABANDONED
/// ```
///
/// A thread that runs many short jobs of a batch renews one attempt again and again. Whoever else
/// holds it names the job that is meant: see [#cancel(int)].
public final class Attempt {

    private static final int ANY_JOB = -1;

    private enum State {
        NEW,
        RUNNING,
        ENDED,
        ABANDONED
    }

    /// Why it must stop.
    private enum Stop {
        TIMEOUT,
        CANCEL
    }

    private final Recipe recipe;
    private final BatchOptions options;
    private final double workUnitsPerSecond;
    private final Origin origin;
    private final AbandonListener abandonListener;

    private volatile @Nullable Stop stop;
    private volatile boolean interruptedFromOutside;

    private static final VarHandle STAGE = stageHandle();

    /// Code of what it does; for onlookers, who may see it a moment later.
    @SuppressWarnings("UnusedVariable")
    private byte stage;

    /// The resource that it asked for last. Written before the stage that says it waits for it.
    private volatile String awaited = "";

    private final BriefLock lock = new BriefLock();

    // Written under the lock; others than the thread that runs it read them under it.
    private Row arguments;
    private int job;

    // Written under the lock.
    private volatile State state = State.NEW;
    private @Nullable Watchdog watchdog;
    private StoveTurn turn = StoveTurn.none();
    private @Nullable Deque<ResourcePermit> held;
    private long startedNanos;

    /// Confined to the thread that runs it; kept when it is renewed.
    private @Nullable AttemptContext context;

    /// Likewise.
    private @Nullable PermitUser permitUser;

    /// The thread that it occupies; null while it waits on an event loop.
    private @Nullable Thread thread;

    /// Wakes the event loop on which it waits; null while it occupies a thread.
    private @Nullable Runnable wakeLoop;

    /// An attempt that has not begun.
    ///
    /// @param recipe what to do
    /// @param arguments the job's arguments
    /// @param options those of its batch
    /// @param workUnitsPerSecond units of calibrated work in a second of CPU time, as measured by
    ///   the submitter; 0: measured here when it is needed
    /// @param job position in the batch
    /// @param origin where it runs and which try it is
    /// @param abandonListener hears when it had to be given up
    public Attempt(
            Recipe recipe,
            Row arguments,
            BatchOptions options,
            double workUnitsPerSecond,
            int job,
            Origin origin,
            AbandonListener abandonListener) {
        if (!(workUnitsPerSecond >= 0)) {
            throw new IllegalArgumentException(
                    "units of work per second must be at least 0, were " + workUnitsPerSecond);
        }
        this.recipe = recipe;
        this.arguments = arguments;
        this.options = options;
        this.workUnitsPerSecond = workUnitsPerSecond;
        this.job = job;
        this.origin = origin;
        this.abandonListener = abandonListener;
    }

    private static VarHandle stageHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Attempt.class, "stage", byte.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// How far it is; empty when it has not begun, or has ended or been given up. Any thread.
    public Optional<AttemptProgress> progress() {
        lock.lock();
        try {
            if (state != State.RUNNING) {
                return Optional.empty();
            }
            JobStage now = JobStage.ofCode((byte) STAGE.getAcquire(this));
            return Optional.of(
                    new AttemptProgress(
                            job,
                            origin.attempt(),
                            startedNanos,
                            now,
                            now == JobStage.RESOURCE ? awaited : ""));
        } finally {
            lock.unlock();
        }
    }

    /// What it does from now on; for onlookers.
    void goesTo(JobStage next) {
        STAGE.setOpaque(this, next.code());
    }

    /// It waits for this resource from now on; for onlookers.
    void waitsFor(String resource) {
        awaited = resource;
        STAGE.setRelease(this, JobStage.RESOURCE.code());
    }

    /// Stops it: when it has not begun it never will, when it runs its thread is interrupted; its
    /// outcome is then *cancelled*. Without effect when it has ended.
    public void cancel() {
        stop(Stop.CANCEL, ANY_JOB);
    }

    /// The same, unless it has been renewed for another job meanwhile.
    ///
    /// @param meant position in the batch
    public void cancel(int meant) {
        stop(Stop.CANCEL, meant);
    }

    /// Makes it the first thing again that it was, for another job of its batch and with the same
    /// number of the try. Only by the thread that ran it, once it has ended.
    ///
    /// @param nextJob position in the batch
    /// @return false when it cannot be used again: it was told to stop, was given up, or has a time
    ///   limit, which may still be watched
    public boolean renew(int nextJob, Row nextArguments) {
        lock.lock();
        try {
            if (state != State.ENDED
                    || stop != null
                    || interruptedFromOutside
                    || options.timeout().isPresent()) {
                return false;
            }
            job = nextJob;
            arguments = nextArguments;
            state = State.NEW;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// What to do.
    public Recipe recipe() {
        return recipe;
    }

    /// The job's arguments.
    public Row arguments() {
        return arguments;
    }

    /// The options of its batch.
    public BatchOptions options() {
        return options;
    }

    /// Position in the batch.
    public int job() {
        return job;
    }

    /// Where it runs and which try it is.
    public Origin origin() {
        return origin;
    }

    /// Whether somebody else interrupted the thread that it ran on: who lent that thread may want
    /// to heed it.
    public boolean wasInterruptedFromOutside() {
        return interruptedFromOutside;
    }

    void noteInterruptFromOutside() {
        interruptedFromOutside = true;
    }

    double workUnitsPerSecond() {
        return workUnitsPerSecond;
    }

    /// Whether it was told to stop.
    boolean mustStop() {
        return stop != null;
    }

    /// Whether nothing will happen to it any more.
    boolean isOver() {
        State now = state;
        return now == State.ENDED || now == State.ABANDONED;
    }

    /// A turn at a stove: the last one again, when it was renewed. On the thread that runs it.
    StoveTurn turnAt(Stove stove) {
        return stove.turn(turn);
    }

    /// Its context, while it runs: the last one again, when it was renewed. On the thread that runs
    /// it.
    AttemptContext context(AttemptTimes times, StoveTurn stoveTurn, CpuMeter meter) {
        AttemptContext known = context;
        if (known == null) {
            known = new AttemptContext(this, times, stoveTurn, meter);
            context = known;
        } else {
            known.renew(times, stoveTurn, meter);
        }
        return known;
    }

    /// Who asks for permits: the same again, when it was renewed. On the thread that runs it.
    PermitUser permitUser() {
        PermitUser known = permitUser;
        if (known == null) {
            known = PermitUser.of(this::job);
            permitUser = known;
        }
        return known;
    }

    /// Begins, on this thread.
    ///
    /// @return false when it was cancelled before
    boolean begin(Watchdog guard, StoveTurn stoveTurn, long now) {
        lock.lock();
        try {
            if (state != State.NEW) {
                throw new IllegalStateException("an attempt must be run once, was " + state);
            }
            if (stop != null) {
                state = State.ENDED;
                return false;
            }
            startedNanos = now;
            goesTo(JobStage.CPU);
            turn = stoveTurn;
            watchdog = guard;
            thread = Thread.currentThread();
            state = State.RUNNING;
        } finally {
            lock.unlock();
        }
        if (options.timeout().isPresent()) {
            guard.watchLimit(this, options.timeout().get(), now);
        }
        return true;
    }

    /// It leaves its thread to wait on an event loop. When it was told to stop, the loop is woken
    /// at once.
    void leaveThread(Runnable wake) {
        lock.lock();
        thread = null;
        wakeLoop = wake;
        lock.unlock();
        if (stop != null) {
            wake.run();
        }
    }

    /// It occupies this thread from now on.
    ///
    /// @return false when it was told to stop: then it waits on as before
    boolean enterThread() {
        lock.lock();
        try {
            if (stop != null) {
                return false;
            }
            wakeLoop = null;
            thread = Thread.currentThread();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Ends it: nothing stops it from now on.
    ///
    /// @param natural what it came to by itself
    /// @return its outcome
    /// @throws AttemptAbandonedException when it was given up meanwhile
    Outcome end(Outcome natural) {
        lock.lock();
        try {
            if (state == State.ABANDONED) {
                throw comeBack();
            }
            state = State.ENDED;
            thread = null;
            wakeLoop = null;
        } finally {
            lock.unlock();
        }
        Stop reason = stop;
        return reason == null ? natural : outcomeOf(reason);
    }

    /// Keeps a permit, so that it can be taken back from a thread that is given up.
    ///
    /// @throws AttemptAbandonedException when it was given up meanwhile; then the permit went back
    void keep(ResourcePermit permit) {
        if (!push(permit)) {
            permit.release();
            throw comeBack();
        }
    }

    /// The thread that was given up is back: the interrupt that was to stop the attempt must not
    /// reach what it does next.
    private AttemptAbandonedException comeBack() {
        boolean _ = Thread.interrupted();
        if (watchdog != null) {
            watchdog.noteThreadBack();
        }
        return new AttemptAbandonedException();
    }

    private boolean push(ResourcePermit permit) {
        lock.lock();
        try {
            if (state != State.RUNNING) {
                return false;
            }
            if (held == null) {
                held = new ArrayDeque<>();
            }
            held.push(permit);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Gives back the permit that was kept last, unless it was taken back.
    void giveBack() {
        ResourcePermit permit;
        lock.lock();
        try {
            permit = held == null ? null : held.pop();
        } finally {
            lock.unlock();
        }
        if (permit != null) {
            permit.release();
        }
    }

    /// The batch's limit has passed.
    void limitPassed() {
        stop(Stop.TIMEOUT, ANY_JOB);
    }

    /// The time has passed that it had to stop. Only a thread can be given up: a loop that is late
    /// will come to it.
    void gracePassed() {
        Deque<ResourcePermit> permits;
        Thread occupied;
        Stop reason;
        Watchdog guard;
        lock.lock();
        try {
            reason = stop;
            occupied = thread;
            guard = watchdog;
            if (state != State.RUNNING || occupied == null || reason == null || guard == null) {
                return;
            }
            state = State.ABANDONED;
            guard.noteThreadHeld();
            permits = held == null ? new ArrayDeque<>() : held;
            held = null;
        } finally {
            lock.unlock();
        }
        AttemptTimes times = new AttemptTimes();
        times.start(startedNanos);
        times.finish(System.nanoTime());
        turn.revoke();
        permits.forEach(ResourcePermit::release);
        abandonListener.abandoned(this, occupied, outcomeOf(reason), times);
    }

    private void stop(Stop reason, int meant) {
        Runnable wake;
        Watchdog guard;
        lock.lock();
        try {
            if (stop != null || isOver() || (meant != ANY_JOB && meant != job)) {
                return;
            }
            stop = reason;
            guard = watchdog;
            wake = wakeLoop;
            if (thread != null) {
                // Under the lock, so that it cannot come after the end and wake the next attempt.
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
        if (guard != null) {
            guard.watchGrace(this);
        }
        if (wake != null) {
            wake.run();
        }
    }

    private Outcome outcomeOf(Stop reason) {
        return switch (reason) {
            case TIMEOUT -> new Outcome.TimedOut(options.timeout().orElse(Duration.ZERO), origin);
            case CANCEL -> Outcome.CANCELLED;
        };
    }
}
