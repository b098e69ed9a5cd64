package dev.manykitchens.worker;

import dev.manykitchens.worker.link.CoordinatorLink;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// The heartbeats, on a thread of their own that no job can occupy, and a look with each of them
/// whether the worker's parent and coordinator are still there. Thread-safe.
final class Pulse {

    /// A beat so late means that this process was paused: it heard nobody meanwhile, and blames
    /// nobody.
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Optional<ProcessHandle> parent;
    private final CoordinatorLink link;
    private final Supplier<Collection<Long>> leases;
    private final IntSupplier lostThreads;
    private final Consumer<Ending> end;

    private volatile long heardNanos = System.nanoTime();
    private volatile Echo echo = Echo.NONE;

    private record Echo(OptionalLong heardNanos, OptionalLong receivedNanos) {
        static final Echo NONE = new Echo(OptionalLong.empty(), OptionalLong.empty());
    }

    /// @param parentPid the process whose end is the worker's end
    /// @param leases those that every beat renews
    /// @param lostThreads how many threads were given up
    /// @param end what ends the worker
    Pulse(
            long parentPid,
            CoordinatorLink link,
            Supplier<Collection<Long>> leases,
            IntSupplier lostThreads,
            Consumer<Ending> end) {
        // The handle knows when its process began, so another with the same number is not it.
        this.parent = ProcessHandle.of(parentPid);
        this.link = link;
        this.leases = leases;
        this.lostThreads = lostThreads;
        this.end = end;
    }

    void start(Duration interval, Duration silence) {
        heard();
        Thread.ofPlatform()
                .daemon()
                .name("worker-pulse")
                .start(() -> beat(interval.toNanos(), silence.toNanos()));
    }

    /// The coordinator said something.
    void heard() {
        heardNanos = System.nanoTime();
    }

    /// The coordinator answered a heartbeat.
    void echoed(long coordinatorNanos) {
        long now = System.nanoTime();
        echo = new Echo(OptionalLong.of(coordinatorNanos), OptionalLong.of(now));
        heardNanos = now;
    }

    private void beat(long interval, long silence) {
        long due = System.nanoTime();
        while (true) {
            long late = System.nanoTime() - due;
            if (late > PAUSE_NANOS) {
                heard();
            }
            send(late);
            String alone = whyAlone(silence);
            if (!alone.isEmpty()) {
                end.accept(Ending.alone(alone));
                return;
            }
            due = Math.max(due + interval, System.nanoTime());
            sleepUntil(due);
        }
    }

    private void send(long late) {
        Echo newest = echo;
        link.heartbeat(
                new CoordinatorLink.Pulse(
                        leases.get(),
                        ProcessVitals.residentBytes(),
                        ProcessVitals.cpuNanos(),
                        Math.max(0, late),
                        lostThreads.getAsInt(),
                        newest.heardNanos(),
                        newest.receivedNanos()));
    }

    /// Why the worker is alone; empty when it is not.
    private String whyAlone(long silence) {
        if (parent.isEmpty() || !parent.get().isAlive()) {
            return "its parent process is gone";
        }
        long silent = System.nanoTime() - heardNanos;
        return silent < silence
                ? ""
                : "the coordinator was silent for %d s"
                        .formatted(TimeUnit.NANOSECONDS.toSeconds(silent));
    }

    private static void sleepUntil(long due) {
        try {
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        } catch (InterruptedException _) {
            // Nobody ends this thread but the end of the process; a beat too early does no harm.
        }
    }
}
