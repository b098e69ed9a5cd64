package dev.manykitchens.cli.fault;

import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.StrikeCounts;
import dev.manykitchens.core.scenario.Strikes;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The faults of one measured round, from its beginning until it is closed.
final class RoundOfFaults implements AutoCloseable {

    private static final long END_LIMIT_SECONDS = 10;

    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("faults").factory());
    private final Strikes strikes;
    private final WorkerPlaces places;
    private final long began = System.nanoTime();

    // Confined to the clock's thread until it has ended.
    private final List<Pause> pauses = new ArrayList<>();

    /// Written by the clock's thread alone.
    private volatile StrikeCounts counts;

    private RoundOfFaults(List<Fault> faults, Strikes strikes, WorkerPlaces places) {
        this.counts = StrikeCounts.of(faults);
        this.strikes = strikes;
        this.places = places;
    }

    /// The first of them strikes when it is due, counted from now.
    ///
    /// @param faults all that may strike
    static RoundOfFaults begin(List<Fault> faults, Strikes strikes, WorkerPlaces places) {
        RoundOfFaults round = new RoundOfFaults(faults, strikes, places);
        round.clock.execute(round::awaitNext);
        return round;
    }

    /// What has struck until now.
    StrikeCounts counts() {
        return counts;
    }

    private void awaitNext() {
        Optional<Strikes.Strike> next = strikes.next();
        next.ifPresent(strike ->
                after(
                        strike.atNanos() - (System.nanoTime() - began),
                        () -> {
                            strike(strike);
                            awaitNext();
                        }));
    }

    private void after(long nanos, Runnable action) {
        if (!clock.isShutdown()) {
            var _ = clock.schedule(action, Math.max(0, nanos), TimeUnit.NANOSECONDS);
        }
    }

    private void strike(Strikes.Strike strike) {
        OptionalLong pid = places.pidAt(strike.place());
        boolean met =
                pid.isPresent()
                        && isOurs(pid.getAsLong())
                        && switch (strike.fault()) {
                            case Fault.Kill _ -> kill(pid.getAsLong());
                            case Fault.Pause(_, _, Duration length) ->
                                    pause(pid.getAsLong(), length);
                            // The connections of workers are their own.
                            case Fault.Cut _ -> false;
                        };
        counts = counts.after(strike.fault(), met, System.nanoTime() - began);
    }

    private static boolean kill(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::destroyForcibly).isPresent();
    }

    /// A process with that number may have ended, and another one have it.
    private static boolean isOurs(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .filter(ProcessHandle.current()::equals)
                .isPresent();
    }

    private boolean pause(long pid, Duration length) {
        try {
            Pause pause = Pause.of(pid);
            pauses.add(pause);
            after(length.toNanos(), () -> goOn(pause));
            return true;
        } catch (IOException _) {
            // It ended at this very moment: there is nobody to pause.
            return false;
        }
    }

    private void goOn(Pause pause) {
        if (pauses.remove(pause)) {
            pause.close();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            boolean _ = clock.awaitTermination(END_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        pauses.forEach(Pause::close);
        pauses.clear();
    }
}
