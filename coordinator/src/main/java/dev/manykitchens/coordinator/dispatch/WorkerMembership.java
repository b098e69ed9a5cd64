package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.Greeting;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.coordinator.link.WorkerLink;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.resource.ResourceSpec;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/// Which workers there are: who joins, whose stream breaks, who comes back, who leaves, who is
/// lost. Confined to the loop.
///
/// ```
/// joined ──▶ admitted by the supply ──welcome──▶ here ──asked to drain, says goodbye──▶ left
///                │                              │  ▲
///                ▼                  stream breaks  comes back: keeps its leases
///            turned away                        ▼  │
///                                           unreachable ──too long, or its process ended──▶ gone
/// ```
///
/// What is said on a stream meanwhile is [WorkerConversation]'s.
final class WorkerMembership {

    private final WorkerRoster roster;
    private final LeaseTable leases;
    private final Map<String, ResourceSpec> resources;
    private final Heartbeats heartbeats;
    private final Adjustments adjustments;
    private final DispatchSteps steps;
    private final WorkerSupply supply;
    private final EventSink events;
    private final LongSupplier clock;

    /// @param resources the pool's own, of either scope
    /// @param clock monotonic nanoseconds
    WorkerMembership(
            WorkerRoster roster,
            LeaseTable leases,
            Map<String, ResourceSpec> resources,
            Heartbeats heartbeats,
            Adjustments adjustments,
            DispatchSteps steps,
            WorkerSupply supply,
            EventSink events,
            LongSupplier clock) {
        this.roster = roster;
        this.leases = leases;
        this.resources = resources;
        this.heartbeats = heartbeats;
        this.adjustments = adjustments;
        this.steps = steps;
        this.supply = supply;
        this.events = events;
        this.clock = clock;
    }

    /// A worker said hello: it is new, or comes back because its stream broke.
    void joined(WorkerLink link, WorkerHello hello) {
        String wanted = hello.wantedName();
        WorkerMemory memory = roster.memory(wanted);
        if (memory != null && memory.isOf(hello)) {
            if (memory.isAwaited() && hello.held().isEmpty()) {
                gone(wanted, "it does not say what it still has from before its coordinator ended");
            } else {
                resume(link, hello, memory);
                return;
            }
        } else if (memory != null && !roster.isConnected(wanted) && !hello.nameGiven()) {
            gone(wanted, "another process came under its name while its stream was broken");
        }
        switch (supply.admit(hello, roster::isKnown)) {
            case WorkerSupply.Admittance.Refused(String reason) -> link.turnAway(reason);
            case WorkerSupply.Admittance.As(String name, Set<String> recipes) ->
                    join(link, hello, name, recipes);
        }
    }

    private void join(WorkerLink link, WorkerHello hello, String name, Set<String> recipes) {
        WorkerMemory memory = roster.remember(hello);
        ConnectedWorker worker = new ConnectedWorker(name, hello, link, memory);
        roster.connect(worker);
        steps.feed(
                new Input.WorkerJoined(
                        name, hello.host(), hello.pid(), adjustments.threadsOf(hello), recipes),
                null,
                () -> {
                    if (roster.find(name) == worker) {
                        describe(worker);
                        welcome(worker, false);
                        supply.joined(name);
                    }
                });
    }

    private void describe(ConnectedWorker worker) {
        events.accept(
                new RunEvent.WorkerDescribed(
                        clock.getAsLong(), worker.name(), adjustments.factsOf(worker.hello())));
    }

    /// The dispatcher hears of it with the worker's first heartbeat, which renews its leases. Of
    /// one that another coordinator knew it hears at once what it has.
    private void resume(WorkerLink link, WorkerHello hello, WorkerMemory memory) {
        String name = hello.wantedName();
        roster.cutOff(name, "the same worker opened another stream");
        ConnectedWorker worker = new ConnectedWorker(name, hello, link, memory);
        roster.connect(worker);
        // What comes before its welcome a worker does not hear, not even what was decided before
        // and waits for the disk.
        if (memory.isAwaited() || memory.wasWelcomed()) {
            welcome(worker, true);
        } else {
            steps.afterwards(() -> {
                if (roster.find(name) == worker) {
                    welcome(worker, true);
                }
            });
        }
        if (memory.comesBack()) {
            comesBack(worker);
        }
        steps.afterwards(() -> {
            if (roster.find(name) == worker) {
                supply.cameBack(name);
            }
        });
        // What it was told on the stream that broke it may not have heard.
        memory.drainReason()
                .ifPresent(reason -> steps.feed(new Input.DrainRequested(name, reason)));
    }

    /// A worker of another coordinator is here: its leases are, and it says what it has of them.
    private void comesBack(ConnectedWorker worker) {
        String name = worker.name();
        leases.comesBack(worker, clock.getAsLong());
        WorkerHello.Held held = worker.hello().held().orElse(WorkerHello.Held.NOTHING);
        describe(worker);
        steps.feed(
                new Input.WorkerReturned(
                        name,
                        held.received(),
                        held.leases(),
                        held.permits().stream()
                                .map(permit ->
                                        new Input.ResourceAsked(
                                                name,
                                                permit.ticket(),
                                                permit.resource(),
                                                permit.user(),
                                                permit.job()))
                                .toList()));
    }

    private void welcome(ConnectedWorker worker, boolean resumed) {
        worker.memory().markWelcomed();
        worker.link()
                .welcome(
                        new Greeting(
                                worker.name(),
                                heartbeats.interval(),
                                heartbeats.silence(),
                                resources,
                                adjustments.prefetch(),
                                resumed));
        adjustments.welcomed(worker);
    }

    /// A stream ended.
    ///
    /// @param failure why, in words; empty when the worker ended it in order
    void ended(WorkerLink link, Optional<String> failure) {
        ConnectedWorker worker = roster.find(link);
        if (worker == null) {
            return;
        }
        roster.disconnect(worker);
        if (failure.isEmpty() && worker.saidGoodbye()) {
            link.complete();
            roster.forget(worker.name());
            steps.feed(new Input.WorkerGone(worker.name(), Optional.empty()));
            supply.left(worker.name());
        } else {
            String why = failure.orElse("it ended its stream without a goodbye");
            link.abort(why);
            worker.memory().markBroken();
            supply.streamBroke(worker.name(), why);
        }
    }

    /// A worker was cut off for what it said: nobody waits for it.
    void expelled(WorkerLink link, String why) {
        ConnectedWorker worker = roster.find(link);
        if (worker != null) {
            gone(worker.name(), why);
            supply.givenUp(worker.name(), why);
        }
    }

    /// A worker whose stream broke may come back: it keeps what it has and gets no more meanwhile.
    ///
    /// @return the number of this break, for [#goneUnlessBack]
    int unreachable(String name, String why) {
        steps.feed(new Input.WorkerUnreachable(name, why));
        WorkerMemory memory = roster.memory(name);
        return memory == null ? 0 : memory.breaks();
    }

    /// A worker that could have come back since its stream broke for the `breaks`-th time; when it
    /// did not, it is gone.
    void goneUnlessBack(String name, int breaks, String lastWords) {
        WorkerMemory memory = roster.memory(name);
        if (memory != null && memory.breaks() == breaks && !roster.isConnected(name)) {
            gone(name, lastWords);
            supply.givenUp(name, lastWords);
        }
    }

    /// A worker is gone whose stream had broken or whose process had ended.
    void gone(String name, String lastWords) {
        WorkerMemory memory = roster.memory(name);
        String why =
                memory != null && memory.wasKilled() ? "killed by hand: " + lastWords : lastWords;
        leases.awaitNoMore(name);
        roster.cutOff(name, why);
        roster.forget(name);
        steps.feed(new Input.WorkerGone(name, Optional.of(why)));
    }

    /// A worker that is here is being killed because somebody asked for it: when it is gone, that
    /// is why.
    void markKilled(String name) {
        WorkerMemory memory = roster.memory(name);
        if (memory != null) {
            memory.markKilled();
        }
    }

    /// A worker was killed because its pool ends: it is not lost, and nobody is to hear that it
    /// was.
    void dismissed(String name) {
        roster.cutOff(name, "the pool is closed");
        roster.forget(name);
        steps.feed(new Input.WorkerGone(name, Optional.empty()));
    }

    /// A worker is to finish what it has and leave. One whose stream is broken is told when it
    /// comes back.
    void drain(String name, String reason) {
        WorkerMemory memory = roster.memory(name);
        if (memory != null && memory.markDrainAsked(reason)) {
            steps.feed(new Input.DrainRequested(name, reason));
            supply.draining(name);
        }
    }

    /// Tells a worker to end its process at once; whether it could be told.
    boolean halt(String name, String reason) {
        ConnectedWorker worker = roster.find(name);
        if (worker == null || !worker.hello().adjusts()) {
            return false;
        }
        worker.link().halt(reason);
        return true;
    }
}
