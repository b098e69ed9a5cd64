package dev.manykitchens.report.export;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.util.List;

/// What `kitchen run --json` prints: the JSON of schema `manykitchens.results/1`, named in snake
/// case, times in seconds.
///
/// @param schema [#SCHEMA]
/// @param recipe its name
/// @param pool the pool's spec
/// @param jobs how many there were
/// @param results one entry a job, in order of submission: a number, a text, bytes as hexadecimal
///   digits; null for a job without a result and for a recipe that gives none
/// @param failures the jobs without a result
/// @param timeTaken from submission until the last outcome
/// @param startup from opening the pool until it could take jobs
/// @param succeeded jobs with a result
/// @param failed jobs without
/// @param retried jobs that needed more than one attempt
/// @param workersLost workers that died or fell silent
/// @param partial whether the run was interrupted
public record ResultsFile(
        String schema,
        String recipe,
        String pool,
        int jobs,
        List<@Nullable Object> results,
        List<Failure> failures,
        double timeTaken,
        double startup,
        int succeeded,
        int failed,
        int retried,
        int workersLost,
        boolean partial) {

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.results/1";

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    /// A job without a result.
    ///
    /// @param seq its position in the batch, from 1
    /// @param outcome `failed`, `timed_out`, `cancelled` or `worker_lost`
    /// @param message one line, with worker, host, PID and attempt where there was one
    public record Failure(int seq, String outcome, String message) {}

    /// The text to print.
    public String toJson() {
        return MAPPER.writeValueAsString(this);
    }
}
