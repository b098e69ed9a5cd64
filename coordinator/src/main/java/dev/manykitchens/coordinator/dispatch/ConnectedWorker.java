package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.clock.ClockAlignment;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerLink;
import dev.manykitchens.core.job.Origin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/// A worker whose stream is open. Confined to the loop.
final class ConnectedWorker {

    private final String name;
    private final WorkerHello hello;
    private final WorkerLink link;
    private final WorkerMemory memory;

    /// The batches that it has heard of, must be told to forget, and has not been.
    private final Set<Long> batches = new HashSet<>();

    /// Batches that it will be told to forget: as many as it ran between two heartbeats at most.
    private final Deque<Long> ended = new ArrayDeque<>();

    private OptionalLong lastBeat = OptionalLong.empty();
    private boolean saidGoodbye;
    private boolean used;

    ConnectedWorker(String name, WorkerHello hello, WorkerLink link, WorkerMemory memory) {
        this.name = name;
        this.hello = hello;
        this.link = link;
        this.memory = memory;
    }

    String name() {
        return name;
    }

    WorkerLink link() {
        return link;
    }

    WorkerHello hello() {
        return hello;
    }

    WorkerMemory memory() {
        return memory;
    }

    ClockAlignment clock() {
        return memory.clock();
    }

    Origin origin(int attempt) {
        return new Origin(name, hello.host(), hello.pid(), attempt);
    }

    /// Notes that it is given jobs of a batch, so many of so many.
    WorkerLink.Portion give(long batch, int jobs, int size) {
        if (jobs == size && !batches.contains(batch)) {
            return WorkerLink.Portion.WHOLE;
        }
        return batches.add(batch) ? WorkerLink.Portion.FIRST : WorkerLink.Portion.LATER;
    }

    /// Notes that it is told to forget a batch; whether it had heard of it.
    boolean forget(long batch) {
        return batches.remove(batch);
    }

    /// Leaves it for the next message to tell it that a batch is to be forgotten.
    void tellLater(long endedBatch) {
        ended.add(endedBatch);
    }

    /// Tells which batches are to be forgotten, if any.
    void tellEnded() {
        for (Long batch = ended.poll(); batch != null; batch = ended.poll()) {
            link.endBatch(batch);
        }
    }

    /// Notes that it was given a job; whether that was its first.
    boolean markUsed() {
        boolean first = !used;
        used = true;
        return first;
    }

    /// When it sent its last heartbeat, on its own clock; empty before the first.
    OptionalLong lastBeat() {
        return lastBeat;
    }

    void markBeat(long sentNanos) {
        lastBeat = OptionalLong.of(sentNanos);
    }

    boolean saidGoodbye() {
        return saidGoodbye;
    }

    void markGoodbye() {
        saidGoodbye = true;
    }
}
