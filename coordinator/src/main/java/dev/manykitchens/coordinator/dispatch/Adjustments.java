package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.Adjustment;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerFacts;

import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// How large workers were made by hand while they work. Keeps what was set, and sees to it that
/// every worker hears of it that knows how to change: also one that joins later, as in the place of
/// one that was lost, and one whose stream was broken when it was set. Confined to the loop.
final class Adjustments {

    private final WorkerRoster roster;
    private final Consumer<Input> dispatcher;
    private final EventSink events;
    private final LongSupplier clock;

    /// Empty: as each of them was started.
    private OptionalInt threads = OptionalInt.empty();

    /// Likewise; 0: no limit.
    private OptionalInt stoves = OptionalInt.empty();

    private int prefetch;

    /// @param prefetch how many chunks may wait at each thread of a worker at first
    /// @param dispatcher hears what has changed for it
    Adjustments(
            WorkerRoster roster,
            int prefetch,
            Consumer<Input> dispatcher,
            EventSink events,
            LongSupplier clock) {
        this.roster = roster;
        this.prefetch = prefetch;
        this.dispatcher = dispatcher;
        this.events = events;
        this.clock = clock;
    }

    /// How many chunks may wait at each thread of a worker.
    int prefetch() {
        return prefetch;
    }

    /// How many threads a worker that says hello will have.
    int threadsOf(WorkerHello hello) {
        return hello.adjusts() ? threads.orElse(hello.threads()) : hello.threads();
    }

    /// What a worker that says hello will be.
    WorkerFacts factsOf(WorkerHello hello) {
        WorkerFacts facts = hello.facts();
        return new WorkerFacts(
                stovesOf(hello), facts.processors(), facts.memoryBytes(), facts.buildVersion());
    }

    private int stovesOf(WorkerHello hello) {
        return hello.adjusts() ? stoves.orElse(hello.facts().stoves()) : hello.facts().stoves();
    }

    /// A worker was welcomed: it hears what was set and is not so with it.
    void welcomed(ConnectedWorker worker) {
        WorkerHello hello = worker.hello();
        if (!hello.adjusts()) {
            return;
        }
        Adjustment missing =
                new Adjustment(
                        unlike(threads, hello.threads()),
                        unlike(stoves, hello.facts().stoves()),
                        OptionalInt.empty());
        if (!missing.isEmpty()) {
            worker.link().adjust(missing);
        }
    }

    private static OptionalInt unlike(OptionalInt set, int said) {
        return set.isPresent() && set.getAsInt() == said ? OptionalInt.empty() : set;
    }

    void setThreads(int count) {
        threads = OptionalInt.of(count);
        adjust(new Adjustment(threads, OptionalInt.empty(), OptionalInt.empty()));
        for (String name : roster.names()) {
            WorkerMemory worker = roster.memory(name);
            if (worker != null && worker.hello().adjusts()) {
                dispatcher.accept(new Input.WorkerResized(name, count));
            }
        }
        tellOfWorkers();
    }

    /// @param count empty: no limit
    void setStoves(OptionalInt count) {
        stoves = OptionalInt.of(count.orElse(0));
        adjust(new Adjustment(OptionalInt.empty(), stoves, OptionalInt.empty()));
        tellOfWorkers();
    }

    /// A worker that does not know how to change goes on offering as many credits as it did.
    void setPrefetch(int chunks) {
        prefetch = chunks;
        adjust(new Adjustment(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(chunks)));
        dispatcher.accept(new Input.PrefetchSet(chunks));
    }

    void setChunkJobs(OptionalInt most) {
        dispatcher.accept(new Input.ChunkJobsSet(most));
    }

    /// Before the dispatcher hears of it: what it then assigns comes to workers that are so.
    private void adjust(Adjustment adjustment) {
        for (ConnectedWorker worker : roster.connected()) {
            if (worker.hello().adjusts()) {
                worker.link().adjust(adjustment);
            }
        }
    }

    private void tellOfWorkers() {
        for (String name : roster.names()) {
            WorkerMemory worker = roster.memory(name);
            if (worker != null && worker.hello().adjusts()) {
                events.accept(
                        new RunEvent.WorkerResized(
                                clock.getAsLong(),
                                name,
                                threadsOf(worker.hello()),
                                stovesOf(worker.hello())));
            }
        }
    }
}
