package dev.manykitchens.report.history;

import dev.manykitchens.report.json.Json;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.text.Printable;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Optional;

/// One run of a list, as the page is told of it: short, whatever its file says.
///
/// @param id what to ask for; null when it cannot be opened
/// @param name of its file; of a run that is in no file, what it is called
/// @param ended when, as ISO 8601; null when not known
/// @param title the scenario, or the recipe
/// @param work what replaced the recipe's steps; empty when nothing did
/// @param jobs how many a round has
/// @param kind `measured`, `simulated` or `load`
/// @param partial whether it was stopped before its end
/// @param pools the first of their names
/// @param poolsInAll how many there are
/// @param fastest the fastest pool; null when none can be judged
/// @param own whether the command that serves the page has run it
/// @param problem why it cannot be read; null when it can
record RunRow(
        @Nullable String id,
        String name,
        @Nullable String ended,
        String title,
        String work,
        int jobs,
        String kind,
        boolean partial,
        List<String> pools,
        int poolsInAll,
        @Nullable String fastest,
        boolean own,
        @Nullable String problem) {

    RunRow {
        pools = List.copyOf(pools);
    }

    private static final int POOLS = 8;
    private static final int MOST_OF_NAME = 80;
    private static final int MOST_OF_PROBLEM = 300;

    static RunRow of(RunId id, RunFile run, boolean own) {
        String fastest = fastest(run);
        return new RunRow(
                id.text(),
                id.fileName(),
                shortened(run.created()),
                shortened(run.scenario().title()),
                run.scenario().work().equals("own") ? "" : shortened(run.scenario().work()),
                run.jobs(),
                run.simulated() ? "simulated" : run.hasOnlyLoads() ? "load" : "measured",
                run.comparison().partial(),
                run.pools().stream()
                        .limit(POOLS)
                        .map(PoolEntry::pool)
                        .map(RunRow::shortened)
                        .toList(),
                run.pools().size(),
                fastest == null ? null : shortened(fastest),
                own,
                null);
    }

    /// No verdict is given of simulated pools, but one of them is the fastest.
    private static @Nullable String fastest(RunFile run) {
        PoolEntry first = run.ranked().getFirst();
        return run.simulated() && first.mean() != null && first.failed() == 0
                ? first.pool()
                : run.verdict().fastest();
    }

    /// The same, of this command or not.
    RunRow withOwn(boolean isOwn) {
        return new RunRow(
                id,
                name,
                ended,
                title,
                work,
                jobs,
                kind,
                partial,
                pools,
                poolsInAll,
                fastest,
                isOwn,
                problem);
    }

    /// A row from what was noted of it.
    ///
    /// @return empty when it is not what this build notes
    static Optional<RunRow> noted(String json) {
        try {
            JsonNode tree = Json.tree(json);
            // What lacks one of these was not noted by this build, or is damaged.
            return tree.isObject() && KEYS.stream().allMatch(tree::hasNonNull)
                    ? Optional.of(Json.read(tree, RunRow.class))
                    : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static final List<String> KEYS =
            List.of("name", "title", "work", "jobs", "kind", "partial", "pools", "pools_in_all");

    /// A file that is no run.
    static RunRow unreadable(String file, @Nullable String ended, @Nullable String problem) {
        return new RunRow(
                null,
                Printable.shortened(Printable.of(file), MOST_OF_NAME * 2),
                ended,
                "",
                "",
                0,
                "unreadable",
                false,
                List.of(),
                0,
                null,
                false,
                Printable.shortened(
                        problem == null ? "it cannot be read" : problem, MOST_OF_PROBLEM));
    }

    static String shortened(String text) {
        return Printable.shortened(text, MOST_OF_NAME);
    }
}
