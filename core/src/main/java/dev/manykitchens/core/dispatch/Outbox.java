package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.event.RunEvent;

import java.util.ArrayList;
import java.util.List;

/// Gathers the commands that answer one input.
final class Outbox {

    private List<Command> commands = new ArrayList<>();

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
        commands = new ArrayList<>();
        return gathered;
    }
}
