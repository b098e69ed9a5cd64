package dev.manykitchens.benchmarks.journal;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.journal.Recovered;
import dev.manykitchens.coordinator.journal.SqliteJournal;
import dev.manykitchens.coordinator.journal.Written;
import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Jobs that a coordinator which was killed left in its journal.
public final class OpenJobs {

    private OpenJobs() {}

    /// Makes a journal with so many batches, none of whose jobs ran.
    ///
    /// @param directory is made
    /// @param jobs of each batch
    /// @throws IOException when it cannot be written
    public static void leave(Path directory, int batches, int jobs) throws IOException {
        try (Journal journal = SqliteJournal.open(directory, InstantSource.system())) {
            Recovered _ = journal.recover();
            journal.force(List.of(submitter()));
            List<Written> entry = new ArrayList<>();
            for (int number = 1; number <= batches; number++) {
                entry.add(batch(number, jobs));
            }
            journal.force(entry);
        }
    }

    /// The client of number 1.
    static Written submitter() {
        return new Written(
                List.of(new Fact.SubmitterCame(new Input.SubmitterOpened(1, 0))),
                List.of(
                        new Payload.OfSubmitter(
                                1,
                                "session",
                                new ClientHello("host", 1, 0, Duration.ZERO, Map.of()))));
    }

    /// A batch of that client.
    static Written batch(long number, int jobs) {
        Columns arguments = Columns.of(Column.ofLongs(LongStream.range(0, jobs).toArray()));
        return new Written(
                List.of(
                        new Fact.BatchAccepted(
                                new Input.BatchSubmitted(
                                        number, "compute_square", jobs, 3, 10, 1, false))),
                List.of(
                        new Payload.OfBatch(
                                number,
                                1,
                                number,
                                BatchKey.NONE,
                                false,
                                Instant.now(),
                                new BatchTold(
                                        new Batch(
                                                new ComputeSquare(),
                                                arguments,
                                                BatchOptions.DEFAULTS),
                                        0,
                                        Map.of()))));
    }
}
