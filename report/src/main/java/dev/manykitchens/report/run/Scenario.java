package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// What ran.
///
/// @param recipe its name
/// @param work what replaced the recipe's steps, as `--work` takes it; `own` when nothing did
/// @param timeScale multiplied every wait and every amount of work
/// @param seed fixed the random numbers of the jobs
/// @param timeout the longest an attempt might run; null: no limit
/// @param attempts how often a job was tried at most
/// @param name of the scenario file's scenario; null when jobs of one recipe ran
public record Scenario(
        String recipe,
        String work,
        double timeScale,
        long seed,
        @Nullable Double timeout,
        int attempts,
        @Nullable String name) {

    /// The name of what ran: the scenario's, or the recipe's where there is no scenario file.
    public String named() {
        return name == null ? recipe : name;
    }
}
