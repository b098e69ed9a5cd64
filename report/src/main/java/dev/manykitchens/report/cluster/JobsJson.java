package dev.manykitchens.report.cluster;

import dev.manykitchens.report.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What `kitchen jobs --json` prints: the JSON of schema `manykitchens.jobs/1`. Times are in UTC,
/// as ISO 8601 writes them; what is unknown is null.
///
/// @param schema [#SCHEMA]
/// @param batches in the order in which they came
public record JobsJson(String schema, List<BatchEntry> batches) {

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.jobs/1";

    /// A batch that is kept or not finished.
    ///
    /// @param id the coordinator's number
    /// @param key null when it has none
    /// @param state `queued`, `running`, `finished` or `cancelled`
    /// @param succeeded jobs with a result
    /// @param failed jobs that ended without
    /// @param detached whether it runs although its client goes
    /// @param submitted null when it is not known
    /// @param finished null when it is not
    public record BatchEntry(
            long id,
            @Nullable String key,
            String recipe,
            String state,
            int jobs,
            int succeeded,
            int failed,
            int queued,
            int running,
            boolean detached,
            @Nullable String submitted,
            @Nullable String finished) {}

    /// These batches.
    public static JobsJson of(List<KeptRow> rows) {
        return new JobsJson(SCHEMA, rows.stream().map(JobsJson::entry).toList());
    }

    /// The text to print.
    public String toJson() {
        return Json.write(this);
    }

    private static BatchEntry entry(KeptRow row) {
        return new BatchEntry(
                row.id(),
                row.key().isEmpty() ? null : row.key(),
                row.recipe(),
                row.state(),
                row.jobs(),
                row.succeeded(),
                row.failed(),
                row.queued(),
                row.running(),
                row.detached(),
                row.submitted().map(Instant::toString).orElse(null),
                row.finished().map(Instant::toString).orElse(null));
    }
}
