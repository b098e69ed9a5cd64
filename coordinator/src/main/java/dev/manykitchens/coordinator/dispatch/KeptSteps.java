package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.journal.Written;
import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.journal.Facts;
import dev.manykitchens.core.journal.GroupCommit;

import java.util.List;
import java.util.function.BiConsumer;

/// Writes the steps of the dispatcher down before anybody hears of what they promise. Confined to
/// the loop.
final class KeptSteps {

    /// An entry is in memory some times on its way, and once more at each member that writes it.
    private static final long MOST_ENTRY_BYTES = 8L << 20;

    private final GroupCommit<Written> commit;
    private final ResultsRoom room;

    /// @param forcer brings an entry to disk, and runs what comes with it on the loop afterwards
    KeptSteps(BiConsumer<List<Written>, Runnable> forcer) {
        this(forcer, ResultsRoom.ofThisJvm());
    }

    /// @param room for results that are on their way to the disk
    KeptSteps(BiConsumer<List<Written>, Runnable> forcer, ResultsRoom room) {
        this.room = room;
        // The lambda only runs once something is written.
        GroupCommit<?>[] its = new GroupCommit<?>[1];
        commit =
                new GroupCommit<>(
                        entry -> forcer.accept(entry, its[0]::forced),
                        Written::bytes,
                        MOST_ENTRY_BYTES);
        its[0] = commit;
    }

    /// For results that are on their way to the disk.
    ResultsRoom room() {
        return room;
    }

    /// The payloads of a step that has facts.
    interface PayloadsOf {
        List<Payload> of(Input input, List<Command> commands);
    }

    /// A step was taken.
    ///
    /// @param payloads asked only when there is something to write
    /// @param effects what others hear of it
    void take(Input input, List<Command> commands, PayloadsOf payloads, Runnable effects) {
        List<Fact> facts = Facts.of(input, commands);
        if (facts.isEmpty()) {
            commit.then(effects);
            return;
        }
        boolean promise = false;
        for (Fact fact : facts) {
            promise |= fact.isPromise();
        }
        commit.write(new Written(facts, payloads.of(input, commands)), promise, effects);
    }

    /// Writes something of which nobody hears.
    void note(Payload payload) {
        commit.write(new Written(List.of(), List.of(payload)), false, () -> {});
    }

    /// Lets something happen behind the effects of all steps so far.
    void then(Runnable effects) {
        commit.then(effects);
    }

    /// Lets something happen once all that was written so far is on disk.
    void whenForced(Runnable effects) {
        commit.write(new Written(List.of(), List.of()), true, effects);
    }
}
