package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.RunEvent;

import java.util.ArrayList;
import java.util.List;

/// Gathers the commands that answer one input.
final class Outbox {

    /// How many commands answer most inputs, at most.
    private static final int USUAL = 4;

    private final boolean tellsProgress;
    private List<Command> commands = new ArrayList<>(USUAL);

    /// @param tellsProgress whether anybody hears of each batch and chunk
    Outbox(boolean tellsProgress) {
        this.tellsProgress = tellsProgress;
    }

    /// Whether to announce what becomes of each batch and chunk: nobody need make such an event
    /// where nobody listens.
    boolean tellsProgress() {
        return tellsProgress;
    }

    void add(Command command) {
        commands.add(command);
    }

    void announce(RunEvent event) {
        commands.add(new Command.Announce(event));
    }

    /// Everything gathered since the last call.
    List<Command> drain() {
        if (commands.isEmpty()) {
            return List.of();
        }
        List<Command> gathered = commands;
        commands = new ArrayList<>(USUAL);
        return gathered;
    }
}
