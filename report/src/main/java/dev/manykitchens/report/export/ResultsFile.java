package dev.manykitchens.report.export;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.measurement.Round;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.report.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `kitchen run --json` prints: the JSON of schema `manykitchens.results/1`, named in snake
/// case, times in seconds.
///
/// @param schema [#SCHEMA]
/// @param recipe its name
/// @param pool the pool's spec
/// @param jobs how many there were
/// @param results one entry a job, in order of submission: a number, a text, bytes as hexadecimal
///   digits; null for a job without a result and for a recipe that gives none. Null as a whole when
///   the results became a picture
/// @param picture the picture that the results became; null when they became none
/// @param failures the jobs without a result, all of them
/// @param timeTaken from submission until the last outcome
/// @param startup from opening the pool until it could take jobs
/// @param succeeded jobs with a result
/// @param failed jobs without
/// @param retried jobs that needed more than one attempt
/// @param workersLost workers that died or fell silent
/// @param partial whether the run was interrupted
/// @param skipped how many more jobs there were that were not run, because they had succeeded
///   before: they are in no other count
/// @param seqs the position of each job that ran among all of them, from 1, in the order of
///   `results`; null where no log of another run was looked at
public record ResultsFile(
        String schema,
        String recipe,
        String pool,
        int jobs,
        @Nullable List<@Nullable Object> results,
        @Nullable Picture picture,
        List<Failure> failures,
        double timeTaken,
        double startup,
        int succeeded,
        int failed,
        int retried,
        int workersLost,
        boolean partial,
        int skipped,
        @Nullable List<Integer> seqs) {

    /// The name and version of the format.
    public static final String SCHEMA = "manykitchens.results/1";

    /// A job without a result.
    ///
    /// @param seq its position among all jobs, from 1
    /// @param outcome `failed`, `timed_out`, `cancelled` or `worker_lost`
    /// @param message one line, with worker, host, PID and attempt where there was one
    public record Failure(int seq, String outcome, String message) {}

    /// A picture in a file.
    ///
    /// @param file its path, as it was given
    /// @param width in pixels
    /// @param height in pixels
    /// @param tile width and height of a tile in pixels; those at the right and lower edge may be
    ///   smaller
    /// @param tiles how many there are; each was a job
    /// @param slots who rendered it, by worker and number
    public record Picture(
            String file, int width, int height, int tile, int tiles, List<Slot> slots) {}

    /// A slot of a worker that rendered tiles.
    ///
    /// @param worker its name
    /// @param pid its process; null when it is not known
    /// @param slot which of its slots, from 1
    /// @param tiles how many it rendered
    /// @param tint the colour of its tiles, as in `#e69f00`
    public record Slot(String worker, @Nullable Long pid, int slot, int tiles, String tint) {}

    /// The file of a run.
    ///
    /// @param outcomes in order of submission
    /// @param picture what the results became; null when they stand in the file themselves
    public static ResultsFile of(
            String recipe,
            String pool,
            List<Outcome> outcomes,
            Round round,
            Duration startup,
            boolean partial,
            @Nullable Picture picture) {
        List<@Nullable Object> results = new ArrayList<>(outcomes.size());
        List<Failure> failures = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Succeeded(Value value)) {
                results.add(Json.plain(value));
            } else {
                results.add(null);
                failures.add(
                        new Failure(
                                results.size(),
                                outcome.kind().name().toLowerCase(Locale.ROOT),
                                outcome.describe()));
            }
        }
        return new ResultsFile(
                SCHEMA,
                recipe,
                pool,
                outcomes.size(),
                picture == null ? results : null,
                picture,
                failures,
                round.wallSeconds(),
                startup.toNanos() / 1e9,
                outcomes.size() - failures.size(),
                failures.size(),
                round.retried(),
                round.workersLost(),
                partial,
                0,
                null);
    }

    /// The file of a run for which nothing was left to do.
    ///
    /// @param skipped how many jobs had succeeded before
    public static ResultsFile ofNothing(String recipe, String pool, int skipped) {
        return new ResultsFile(
                SCHEMA, recipe, pool, 0, List.of(), null, List.of(), 0, 0, 0, 0, 0, 0, false,
                skipped, List.of());
    }

    /// The same of a run that went on where others had been.
    ///
    /// @param skipped how many jobs had succeeded before
    /// @param ran the positions of the others among all jobs, from 1
    public ResultsFile resumed(int skipped, List<Integer> ran) {
        return new ResultsFile(
                schema,
                recipe,
                pool,
                jobs,
                results,
                picture,
                failures.stream()
                        .map(failure ->
                                new Failure(
                                        ran.get(failure.seq() - 1),
                                        failure.outcome(),
                                        failure.message()))
                        .toList(),
                timeTaken,
                startup,
                succeeded,
                failed,
                retried,
                workersLost,
                partial,
                skipped,
                List.copyOf(ran));
    }

    /// The text to print.
    public String toJson() {
        return Json.write(this);
    }
}
