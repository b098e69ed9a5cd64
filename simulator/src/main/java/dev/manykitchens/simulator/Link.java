package dev.manykitchens.simulator;

import org.apache.commons.rng.UniformRandomProvider;

import java.util.ArrayDeque;
import java.util.Deque;

/// One direction of the way between a worker and the coordinator.
final class Link {

    private final Simulation simulation;
    private final UniformRandomProvider random;
    private final long latencyNanos;
    private LinkFaults faults;
    private long lastArrival;
    private boolean cut;
    private final Deque<Runnable> kept = new ArrayDeque<>();

    Link(
            Simulation simulation,
            UniformRandomProvider random,
            long latencyNanos,
            LinkFaults faults) {
        this.simulation = simulation;
        this.random = random;
        this.latencyNanos = latencyNanos;
        this.faults = faults;
    }

    /// Sends a message that may suffer the link's faults; `arrival` is what it does at the other
    /// end.
    void send(Runnable arrival) {
        if (faults.isStream()) {
            sendSafely(arrival);
        } else if (!happens(faults.lose())) {
            deliver(arrival);
            if (happens(faults.duplicate())) {
                deliver(arrival);
            }
        }
    }

    /// Sends a message that arrives once, after all sent like this before.
    void sendSafely(Runnable arrival) {
        lastArrival = Math.max(lastArrival, simulation.now() + latencyNanos);
        simulation.at(lastArrival, () -> arrive(arrival));
    }

    /// Breaks the link: what is on its way or sent from now on does not arrive.
    void cut() {
        cut = true;
    }

    /// The link stands again. What did not arrive meanwhile is lost.
    void mend() {
        cut = false;
        kept.clear();
    }

    /// The link stands again, and its sender repeats what did not arrive meanwhile.
    void mendAndRepeat() {
        cut = false;
        for (Runnable arrival = kept.poll(); arrival != null; arrival = kept.poll()) {
            sendSafely(arrival);
        }
    }

    private void arrive(Runnable arrival) {
        if (cut) {
            kept.add(arrival);
        } else {
            arrival.run();
        }
    }

    /// From now on nothing is lost, duplicated or overtaken.
    void repair() {
        faults = LinkFaults.NONE;
    }

    private void deliver(Runnable arrival) {
        long delay = happens(faults.delay()) ? random.nextLong(faults.longestDelayNanos() + 1) : 0;
        long time = simulation.now() + latencyNanos + delay;
        lastArrival = Math.max(lastArrival, time);
        simulation.at(time, () -> arrive(arrival));
    }

    private boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }
}
