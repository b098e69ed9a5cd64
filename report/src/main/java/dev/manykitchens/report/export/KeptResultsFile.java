package dev.manykitchens.report.export;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.report.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `kitchen result --json` prints: the JSON of schema `manykitchens.batch/1`, named in snake
/// case. Times are in UTC, as ISO 8601 writes them.
///
/// @param schema [#SCHEMA]
/// @param id the coordinator's number of the batch
/// @param key null when it has none
/// @param recipe its name
/// @param state `queued`, `running`, `finished` or `cancelled`
/// @param submitted when it came, on the coordinator's clock; null when it is not known
/// @param finished when its last job had its outcome, likewise; null when it is not
/// @param jobs how many there are
/// @param results one entry a job, as in [ResultsFile]; null also for a job that has not ended
/// @param failures the jobs that ended without a result, all of them
/// @param succeeded jobs with a result
/// @param failed jobs that ended without
/// @param partial whether some have not ended
public record KeptResultsFile(
        String schema,
        long id,
        @Nullable String key,
        String recipe,
        String state,
        @Nullable String submitted,
        @Nullable String finished,
        int jobs,
        List<@Nullable Object> results,
        List<ResultsFile.Failure> failures,
        int succeeded,
        int failed,
        boolean partial) {

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.batch/1";

    /// The batch and what became of its jobs.
    ///
    /// @param outcomes in order of submission; empty: it has none
    public static KeptResultsFile of(
            long id,
            String key,
            String recipe,
            String state,
            Optional<Instant> submitted,
            Optional<Instant> finished,
            List<Optional<Outcome>> outcomes) {
        List<@Nullable Object> results = new ArrayList<>(outcomes.size());
        List<ResultsFile.Failure> failures = new ArrayList<>();
        int open = 0;
        for (Optional<Outcome> outcome : outcomes) {
            if (outcome.isEmpty()) {
                results.add(null);
                open++;
            } else if (outcome.get() instanceof Outcome.Succeeded(Value value)) {
                results.add(Json.plain(value));
            } else {
                results.add(null);
                failures.add(
                        new ResultsFile.Failure(
                                results.size(),
                                outcome.get().kind().name().toLowerCase(Locale.ROOT),
                                outcome.get().describe()));
            }
        }
        return new KeptResultsFile(
                SCHEMA,
                id,
                key.isEmpty() ? null : key,
                recipe,
                state,
                submitted.map(Instant::toString).orElse(null),
                finished.map(Instant::toString).orElse(null),
                outcomes.size(),
                results,
                failures,
                outcomes.size() - failures.size() - open,
                failures.size(),
                open > 0);
    }

    /// The text to print.
    public String toJson() {
        return Json.write(this);
    }
}
