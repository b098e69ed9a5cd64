package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.clock.ClockAlignment;
import dev.manykitchens.coordinator.link.WorkerHello;

import java.util.Optional;

/// What is remembered of a worker's process from stream to stream, until the worker is gone.
/// Confined to the loop.
final class WorkerMemory {

    private final WorkerHello hello;
    private final ClockAlignment clock;
    private long resultsHeard;
    private long resultsKept;
    private boolean awaited;
    private boolean welcomed;

    /// How many of its streams have broken.
    private int breaks;

    private Optional<String> drainReason = Optional.empty();
    private boolean killed;

    /// @param resultsHeard the number of the last results that were heard of its process before
    WorkerMemory(WorkerHello hello, long resultsHeard) {
        this.hello = hello;
        this.resultsHeard = resultsHeard;
        this.resultsKept = resultsHeard;
        clock = hello.ourClock() ? ClockAlignment.same() : new ClockAlignment();
    }

    /// Whether it is the same process that says hello; never for one that has no instance.
    boolean isOf(WorkerHello hello) {
        String instance = this.hello.instance();
        return !instance.isEmpty() && instance.equals(hello.instance());
    }

    /// What it said when it joined.
    WorkerHello hello() {
        return hello;
    }

    ClockAlignment clock() {
        return clock;
    }

    /// Takes in the number of results that came; whether they are new. Results without a number (0)
    /// always are.
    boolean hearResults(long sequence) {
        if (sequence == 0) {
            return true;
        }
        boolean fresh = Long.compareUnsigned(sequence, resultsHeard) > 0;
        if (fresh) {
            resultsHeard = sequence;
        }
        return fresh;
    }

    /// The number of the last results heard; 0: none.
    long resultsHeard() {
        return resultsHeard;
    }

    /// Notes that all of it is done that results up to this number led to.
    void keepResults(long sequence) {
        if (Long.compareUnsigned(sequence, resultsKept) > 0) {
            resultsKept = sequence;
        }
    }

    /// The number of the last results that the worker need not send again; 0: none.
    long resultsKept() {
        return resultsKept;
    }

    /// Notes that it was here before this coordinator was, and has not come back yet.
    void await() {
        awaited = true;
    }

    boolean isAwaited() {
        return awaited;
    }

    /// Notes that it has come back, or never left; whether it was awaited.
    boolean comesBack() {
        boolean was = awaited;
        awaited = false;
        return was;
    }

    /// Notes that it is told that it is one of ours, which is on disk by then if it must be.
    void markWelcomed() {
        welcomed = true;
    }

    boolean wasWelcomed() {
        return welcomed;
    }

    /// Notes that it is to be drained; whether it was not before.
    ///
    /// @param reason for people
    boolean markDrainAsked(String reason) {
        boolean first = drainReason.isEmpty();
        if (first) {
            drainReason = Optional.of(reason);
        }
        return first;
    }

    /// Why it is to be drained; empty when it is not.
    Optional<String> drainReason() {
        return drainReason;
    }

    /// Notes that it is killed because somebody asked for it.
    void markKilled() {
        killed = true;
    }

    /// Whether it was killed because somebody asked for it.
    boolean wasKilled() {
        return killed;
    }

    int breaks() {
        return breaks;
    }

    void markBroken() {
        breaks++;
    }
}
