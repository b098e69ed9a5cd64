package dev.manykitchens.worker;

import dev.manykitchens.worker.link.ChunksInProgress;
import dev.manykitchens.worker.link.CoordinatorLink;
import dev.manykitchens.worker.link.Welcomed;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// The heartbeats, on a thread of their own that no job can occupy, and a look with each of them
/// whether the worker's parent and coordinator are still there. While no stream is open it only
/// looks after the parent. Thread-safe.
final class Pulse {

    /// A beat so late means that this process was paused: it heard nobody meanwhile, and blames
    /// nobody.
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final boolean hasParent;
    private final Optional<ProcessHandle> parent;
    private final Supplier<@Nullable CoordinatorLink> link;
    private final Supplier<Collection<Long>> leases;
    private final Supplier<ChunksInProgress> progress;
    private final IntSupplier lostThreads;
    private final Listener listener;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("worker-pulse").unstarted(this::run);

    private volatile long intervalNanos;
    private volatile long silenceNanos;
    private volatile long heardNanos = System.nanoTime();
    private volatile Echo echo = Echo.NONE;
    private volatile boolean hurried;

    private record Echo(OptionalLong heardNanos, OptionalLong receivedNanos) {
        static final Echo NONE = new Echo(OptionalLong.empty(), OptionalLong.empty());
    }

    /// Hears who is not there any more. Called on the pulse's thread.
    interface Listener {

        /// The parent's process has ended.
        void parentGone();

        /// The coordinator said nothing on this stream for too long.
        void silent(CoordinatorLink link, String why);
    }

    /// @param parentPid the process whose end is the worker's end; empty: nobody's
    /// @param link the stream that is open; null: none
    /// @param leases those that every beat renews
    /// @param progress what runs now
    /// @param lostThreads how many threads were given up
    Pulse(
            OptionalLong parentPid,
            Supplier<@Nullable CoordinatorLink> link,
            Supplier<Collection<Long>> leases,
            Supplier<ChunksInProgress> progress,
            IntSupplier lostThreads,
            Listener listener) {
        this.hasParent = parentPid.isPresent();
        // The handle knows when its process began, so another with the same number is not it.
        this.parent = hasParent ? ProcessHandle.of(parentPid.getAsLong()) : Optional.empty();
        this.link = link;
        this.leases = leases;
        this.progress = progress;
        this.lostThreads = lostThreads;
        this.listener = listener;
    }

    /// A stream was welcomed, and is not open yet. What was heard on another one counts no more: it
    /// may have come from another coordinator, with another clock.
    ///
    /// @param silence without a word from the coordinator for so long the stream is given up
    void welcomed(Welcomed welcome, Duration silence) {
        intervalNanos = welcome.heartbeat().toNanos();
        silenceNanos = silence.toNanos();
        echo = Echo.NONE;
        heard();
    }

    /// Begins to beat. Once, after the first welcome.
    void start() {
        thread.start();
    }

    /// The coordinator said something.
    void heard() {
        heardNanos = System.nanoTime();
    }

    /// The coordinator answered a heartbeat.
    void echoed(long coordinatorNanos) {
        echo = new Echo(OptionalLong.of(coordinatorNanos), OptionalLong.of(System.nanoTime()));
    }

    /// Beats now: an answer is wanted sooner.
    void hurry() {
        hurried = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        long due = System.nanoTime();
        while (true) {
            long now = System.nanoTime();
            if (now - due > PAUSE_NANOS) {
                heard();
            }
            if (hasParent && !parent.map(ProcessHandle::isAlive).orElse(false)) {
                listener.parentGone();
                return;
            }
            CoordinatorLink open = link.get();
            if (open != null) {
                beat(open, now - due);
                lookAfter(open, now);
            }
            // Counted from when this beat began: a pause in the middle of it makes the next one
            // late.
            due = Math.max(due + intervalNanos, now);
            sleepUntil(due);
            if (System.nanoTime() - due < 0) {
                // Hurried: the next beat is due from now on, and this one is not early.
                due = System.nanoTime();
            }
        }
    }

    /// Sends a heartbeat.
    ///
    /// @param lateNanos by how much it is late
    void beat(CoordinatorLink on, long lateNanos) {
        Echo newest = echo;
        on.heartbeat(
                new CoordinatorLink.Pulse(
                        leases.get(),
                        ProcessVitals.residentBytes(),
                        ProcessVitals.cpuNanos(),
                        ProcessVitals.heapBytes(),
                        ProcessVitals.heapMostBytes(),
                        Math.max(0, lateNanos),
                        lostThreads.getAsInt(),
                        progress.get(),
                        newest.heardNanos(),
                        newest.receivedNanos()));
    }

    /// Measures to when this beat began, so that a pause in the middle of it does not count either.
    private void lookAfter(CoordinatorLink open, long now) {
        long silent = now - heardNanos;
        if (silent >= silenceNanos) {
            listener.silent(
                    open,
                    "the coordinator was silent for %d s"
                            .formatted(TimeUnit.NANOSECONDS.toSeconds(silent)));
        }
    }

    private void sleepUntil(long due) {
        for (long left = due - System.nanoTime();
                left > 0 && !hurried;
                left = due - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            // An interrupt ends every park at once; nobody but the end of the process ends this.
            boolean _ = Thread.interrupted();
        }
        hurried = false;
    }
}
