package dev.manykitchens.cli;

import dev.manykitchens.coordinator.serve.TokenDesk;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Map;

/// Where a coordinator keeps what outlives it.
final class StateOption {

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Where certificate and tokens are kept, for their owner alone (default: $XDG_STATE_HOME/many-kitchens/coordinator, below ~/.local/state without that variable).")
    private @Nullable Path state;

    Path directory() {
        Path told = state;
        if (told != null) {
            return told;
        }
        Map<String, String> environment = System.getenv();
        return TokenDesk.usualState(
                environment.getOrDefault("XDG_STATE_HOME", ""),
                Path.of(environment.getOrDefault("HOME", "")));
    }
}
