package dev.manykitchens.report.run;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What ran.
///
/// @param recipe its name
/// @param work what replaced the recipe's steps, as `--work` takes it; `own` when nothing did
/// @param timeScale multiplied every wait and every amount of work
/// @param seed fixed the random numbers of the jobs
/// @param timeout the longest an attempt might run; null: no limit
/// @param attempts how often a job was tried at most
/// @param name of the scenario file's scenario; null when jobs of one recipe ran
/// @param workers what that says of worker JVMs, their network and what happens to them, in words;
///   left out where it says nothing
public record Scenario(
        String recipe,
        String work,
        double timeScale,
        long seed,
        @Nullable Double timeout,
        int attempts,
        @Nullable String name,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> workers) {

    public Scenario {
        workers = Absent.orEmpty(workers);
    }

    /// What a reader knows it by: the scenario's name, or else the recipe's.
    public String title() {
        String own = name;
        return own == null ? recipe : own;
    }
}
