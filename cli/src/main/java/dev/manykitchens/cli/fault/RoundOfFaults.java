package dev.manykitchens.cli.fault;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.StrikeCounts;
import dev.manykitchens.core.scenario.Strikes;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The faults of one measured round or load, until it is closed.
///
/// Those of a round count their times from the moment that its batch was submitted, and strike
/// until it is finished: what lies before that may take long (the first batch of a JVM waits until
/// its work is calibrated), and whoever were struck then, or afterwards, would have no job to lose.
final class RoundOfFaults implements EventSink, AutoCloseable {

    private static final long NONE = -1;

    private final FaultClock clock;
    private final Strikes strikes;
    private final WorkerPlaces places;

    // Confined to the clock until it is closed.
    private final List<Pause> pauses = new ArrayList<>();
    private long began;

    /// Written by the clock alone.
    private volatile StrikeCounts counts;

    // Guarded by this monitor.
    private boolean waits;
    private long batch = NONE;

    private volatile boolean over;

    private RoundOfFaults(
            List<Fault> faults, Strikes strikes, WorkerPlaces places, FaultClock clock) {
        this.counts = StrikeCounts.of(faults);
        this.strikes = strikes;
        this.places = places;
        this.clock = clock;
    }

    /// Begins with the next batch that is submitted, of which [#accept] hears, and ends with it.
    ///
    /// @param faults all that may strike
    static RoundOfFaults ofNextBatch(
            List<Fault> faults, Strikes strikes, WorkerPlaces places, FaultClock clock) {
        RoundOfFaults round = new RoundOfFaults(faults, strikes, places, clock);
        round.waits = true;
        return round;
    }

    /// Begins now: the first of them strikes when it is due, counted from this moment.
    ///
    /// @param faults all that may strike
    static RoundOfFaults fromNow(
            List<Fault> faults, Strikes strikes, WorkerPlaces places, FaultClock clock) {
        RoundOfFaults round = new RoundOfFaults(faults, strikes, places, clock);
        round.begin();
        return round;
    }

    /// Hears when the batch begins and ends, on any thread.
    @Override
    public synchronized void accept(RunEvent event) {
        if (waits && event instanceof RunEvent.BatchSubmitted submitted) {
            waits = false;
            batch = submitted.batch();
            begin();
        } else if (event instanceof RunEvent.BatchFinished finished && finished.batch() == batch) {
            over = true;
        }
    }

    private void begin() {
        long now = clock.nanos();
        clock.after(
                0,
                () -> {
                    began = now;
                    awaitNext();
                });
    }

    /// What has struck until now.
    StrikeCounts counts() {
        return counts;
    }

    private void awaitNext() {
        Optional<Strikes.Strike> next = over ? Optional.empty() : strikes.next();
        next.ifPresent(strike ->
                clock.after(
                        strike.atNanos() - (clock.nanos() - began),
                        () -> {
                            if (!over) {
                                strike(strike);
                                awaitNext();
                            }
                        }));
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
        counts = counts.after(strike.fault(), met, clock.nanos() - began);
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
            clock.after(length.toNanos(), () -> goOn(pause));
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
        clock.close();
        pauses.forEach(Pause::close);
        pauses.clear();
    }
}
