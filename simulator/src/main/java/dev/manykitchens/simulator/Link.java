package dev.manykitchens.simulator;

import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.scenario.DurationSampler;

import org.apache.commons.rng.UniformRandomProvider;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/// One direction of the way between a worker and the coordinator: a line that carries so many bytes
/// a second, one message after the other, and on which each message is under way for some time.
final class Link {

    private final Simulation simulation;
    private final UniformRandomProvider random;
    private final DurationSampler delay;
    private final double nanosPerByte;
    private LinkFaults faults;
    private long sendingUntil;
    private long lastArrival;
    private boolean cut;
    private final Deque<Message> kept = new ArrayDeque<>();

    /// Large messages that have not arrived.
    private final Set<Message> underWay = new LinkedHashSet<>();

    private Link(
            Simulation simulation,
            UniformRandomProvider random,
            DurationSampler delay,
            LinkPlan plan) {
        this.simulation = simulation;
        this.random = random;
        this.delay = delay;
        this.nanosPerByte =
                plan.bytesPerSecond().isPresent() ? 1e9 / plan.bytesPerSecond().getAsDouble() : 0;
        this.faults = plan.faults();
    }

    /// A line of this kind.
    static Link of(LinkPlan plan, Simulation simulation, RandomStreams streams) {
        return new Link(
                simulation,
                streams.stream("links"),
                plan.delay().sampler(streams.stream("delays")),
                plan);
    }

    /// Sends a small message that may suffer the link's faults; `arrival` is what it does at the
    /// other end.
    void send(Runnable arrival) {
        send(0, arrival);
    }

    /// Sends a message of so many bytes that may suffer the link's faults.
    void send(long bytes, Runnable arrival) {
        if (faults.isStream()) {
            sendSafely(bytes, arrival);
        } else if (!happens(faults.lose())) {
            deliver(arrival);
            if (happens(faults.duplicate())) {
                deliver(arrival);
            }
        }
    }

    /// Sends a message that arrives once, after all sent like this before.
    void sendSafely(Runnable arrival) {
        sendSafely(0, arrival);
    }

    private void sendSafely(long bytes, Runnable arrival) {
        sendingUntil = Math.max(sendingUntil, simulation.now()) + Math.round(bytes * nanosPerByte);
        lastArrival = Math.max(lastArrival, sendingUntil + delay.nextNanos());
        if (bytes > 0) {
            Message message = new Message(bytes, arrival);
            underWay.add(message);
            simulation.at(lastArrival, () -> arrive(message));
        } else {
            simulation.at(lastArrival, () -> arrive(arrival));
        }
    }

    /// Sends a small message beside what is being sent; lost on a broken link.
    void sendAside(Runnable arrival) {
        simulation.at(
                simulation.now() + delay.nextNanos(),
                () -> {
                    if (!cut) {
                        arrival.run();
                    }
                });
    }

    /// Breaks the link: what is on its way or sent from now on does not arrive. Of small messages
    /// those do that come when it stands again.
    void cut() {
        cut = true;
        for (Message message : underWay) {
            message.lost = true;
            kept.add(new Message(message.bytes, message.arrival));
        }
        underWay.clear();
        sendingUntil = simulation.now();
    }

    /// The link stands again. What did not arrive meanwhile is lost.
    void mend() {
        cut = false;
        kept.clear();
    }

    /// The link stands again, and its sender repeats what did not arrive meanwhile.
    void mendAndRepeat() {
        cut = false;
        for (Message message = kept.poll(); message != null; message = kept.poll()) {
            sendSafely(message.bytes, message.arrival);
        }
    }

    private void arrive(Message message) {
        if (message.lost) {
            return;
        }
        underWay.remove(message);
        if (cut) {
            kept.add(message);
        } else {
            message.arrival.run();
        }
    }

    /// A small message arrives: nothing is known of it while it is under way.
    private void arrive(Runnable arrival) {
        if (cut) {
            kept.add(new Message(0, arrival));
        } else {
            arrival.run();
        }
    }

    /// From now on nothing is lost, duplicated or overtaken.
    void repair() {
        faults = LinkFaults.NONE;
    }

    private void deliver(Runnable arrival) {
        long late = happens(faults.delay()) ? random.nextLong(faults.longestDelayNanos() + 1) : 0;
        long time = simulation.now() + delay.nextNanos() + late;
        lastArrival = Math.max(lastArrival, time);
        simulation.at(time, () -> arrive(arrival));
    }

    /// What is sent, once.
    private static final class Message {
        private final long bytes;
        private final Runnable arrival;
        private boolean lost;

        Message(long bytes, Runnable arrival) {
            this.bytes = bytes;
            this.arrival = arrival;
        }
    }

    private boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }
}
