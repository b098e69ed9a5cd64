package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.Dispatcher;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The steps of the dispatcher, one after the other: an input goes in, and all that it answers is
/// carried out before the next one does, or, where things are kept, once it is on disk. Confined to
/// the loop.
///
/// Jobs are given to workers without waiting for the disk, so that nobody is idle meanwhile: that a
/// worker was given a job is no promise. Only their batch must be on disk, because workers know it
/// by its number, and the worker itself, which must have been welcomed.
final class DispatchSteps {

    private final Dispatcher dispatcher;
    private final CommandExecutor executor;
    private final Payloads payloads;
    private final WorkerRoster roster;
    private final LiveBatches batches;
    private final LongSupplier clock;

    /// What must be on disk before others hear of it goes through here; null: nothing must.
    private final @Nullable KeptSteps kept;

    private final Deque<Fed> fed = new ArrayDeque<>();
    private boolean feeding;
    private long wakeAt = Long.MAX_VALUE;
    private Optional<Outcome.Failed> broken = Optional.empty();

    /// @param after what happens once all that the dispatcher answers was carried out
    private record Fed(Input input, @Nullable Report report, Runnable after) {}

    /// A command, and the process that it is for, when it is for a worker.
    private record Decided(Command command, @Nullable WorkerMemory worker) {}

    /// @param clock monotonic nanoseconds
    /// @param kept where steps are kept; empty: nowhere
    DispatchSteps(
            Dispatcher dispatcher,
            CommandExecutor executor,
            Payloads payloads,
            WorkerRoster roster,
            LiveBatches batches,
            LongSupplier clock,
            Optional<KeptSteps> kept) {
        this.dispatcher = dispatcher;
        this.executor = executor;
        this.payloads = payloads;
        this.roster = roster;
        this.batches = batches;
        this.clock = clock;
        this.kept = kept.orElse(null);
    }

    /// Where steps are kept; empty: nowhere.
    Optional<KeptSteps> kept() {
        return Optional.ofNullable(kept);
    }

    /// When [#tick] wants to be called.
    long wakeAt() {
        return wakeAt;
    }

    /// Why no input is taken any more; empty: it is.
    Optional<Outcome.Failed> broken() {
        return broken;
    }

    /// Time has passed.
    void tick() {
        if (wakeAt <= clock.getAsLong()) {
            wakeAt = Long.MAX_VALUE;
        }
        feed(new Input.Tick());
    }

    /// Takes no input any more, and forgets those that were not taken.
    void stop(Outcome.Failed why) {
        broken = Optional.of(why);
        wakeAt = Long.MAX_VALUE;
        fed.clear();
    }

    /// Lets something happen behind all that was decided so far, and is on disk by then if it must
    /// be.
    void afterwards(Runnable action) {
        if (kept == null) {
            action.run();
        } else {
            kept.then(action);
        }
    }

    void feed(Input input) {
        feed(input, null, DispatchSteps::nothing);
    }

    private static void nothing() {}

    /// Gives the dispatcher an input: at once, or behind those that came before while it is at one.
    ///
    /// @param report what holds the results, when the input is of some
    /// @param after what happens once all that the dispatcher answers was carried out
    void feed(Input input, @Nullable Report report, Runnable after) {
        if (broken.isPresent()) {
            return;
        }
        fed.add(new Fed(input, report, after));
        if (feeding) {
            return;
        }
        feeding = true;
        for (Fed next = fed.poll(); next != null; next = fed.poll()) {
            List<Command> commands = dispatcher.on(next.input(), clock.getAsLong());
            if (kept == null) {
                for (Command command : commands) {
                    if (command instanceof Command.WakeAt(long atNanos)) {
                        wakeAt = atNanos;
                    } else {
                        executor.carryOut(command, next.report());
                    }
                }
                next.after().run();
            } else {
                keep(kept, next, commands);
            }
        }
        feeding = false;
    }

    /// Writes a step down. By the time that it is carried out, a worker may be gone and another one
    /// here under its name, which must not get what the first one was to have.
    private void keep(KeptSteps steps, Fed step, List<Command> commands) {
        List<Decided> decided = new ArrayList<>(commands.size());
        for (Command command : commands) {
            if (command instanceof Command.WakeAt(long atNanos)) {
                wakeAt = atNanos;
            } else if (command instanceof Command.Assign assign && needNotWait(assign)) {
                executor.carryOut(assign, null);
            } else {
                String worker = addressee(command);
                decided.add(new Decided(command, worker == null ? null : roster.memory(worker)));
            }
        }
        Report report = step.report();
        steps.take(
                step.input(),
                commands,
                (input, all) -> payloads.of(input, all, report),
                () -> {
                    for (Decided next : decided) {
                        String worker = addressee(next.command());
                        if (worker == null || roster.memory(worker) == next.worker()) {
                            executor.carryOut(next.command(), report);
                        }
                    }
                    if (step.input() instanceof Input.BatchSubmitted submitted) {
                        batches.find(submitted.batch()).ifPresent(LiveBatch::markKept);
                    }
                    step.after().run();
                });
    }

    private boolean needNotWait(Command.Assign assign) {
        WorkerMemory worker = roster.memory(assign.worker());
        return worker != null
                && worker.wasWelcomed()
                && batches.find(assign.batch()).filter(LiveBatch::isKept).isPresent();
    }

    private static @Nullable String addressee(Command command) {
        return switch (command) {
            case Command.Assign assign -> assign.worker();
            case Command.CancelJobs cancel -> cancel.worker();
            case Command.Drain drain -> drain.worker();
            case Command.Disconnect gone -> gone.worker();
            case Command.RefuseWorker refused -> refused.worker();
            case Command.GrantResource granted -> granted.worker();
            case Command.RefuseResource refused -> refused.worker();
            case Command.Deliver _,
                    Command.DeliverOutcome _,
                    Command.Drop _,
                    Command.ForgetLease _,
                    Command.RefuseBatch _,
                    Command.FinishBatch _,
                    Command.WakeAt _,
                    Command.Announce _ ->
                    null;
        };
    }
}
