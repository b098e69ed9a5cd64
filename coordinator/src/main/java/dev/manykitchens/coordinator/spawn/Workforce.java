package dev.manykitchens.coordinator.spawn;

import dev.manykitchens.core.recipe.Recipe;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/// What kind of process a fleet's workers are, how one is started, and how it comes to speak with
/// the coordinator.
public interface Workforce extends AutoCloseable {

    /// What they are called in messages, such as "worker JVMs".
    String plural();

    /// How many there should be.
    int size();

    /// Starts one, which is to join under this name. Called on the fleet's thread.
    ///
    /// @param place which of as many as there should be it is, from 1
    /// @param onExit hears once, on any thread, how it ended
    /// @throws IOException when it cannot be started
    SpawnedWorker start(String worker, int place, Consumer<ExitReport> onExit) throws IOException;

    /// How long most may take to end.
    Duration LEAVE_LIMIT = Duration.ofSeconds(5);

    /// How long one of them that was asked to leave, or was killed, may take to end.
    default Duration leaveLimit() {
        return LEAVE_LIMIT;
    }

    /// Refuses a recipe that these workers cannot run, on the submitter's thread.
    ///
    /// @throws IllegalArgumentException saying what they can run, in one line
    void requireRunnable(Recipe recipe);

    /// Ends what it speaks with them through. They are gone by then.
    @Override
    void close();
}
