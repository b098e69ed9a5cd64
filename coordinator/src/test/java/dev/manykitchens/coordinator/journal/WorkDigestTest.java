package dev.manykitchens.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

class WorkDigestTest {

    private static final BatchOptions OPTIONS = BatchOptions.DEFAULTS;

    @Test
    void theSameWorkHasTheSameDigest() {
        assertThat(of(batch(OPTIONS, 1, 2, 3)))
                .isEqualTo(of(batch(OPTIONS, 1, 2, 3)))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void workThatDiffersInAnythingHasAnotherDigest() {
        List<Batch> works =
                List.of(
                        batch(OPTIONS, 1, 2, 3),
                        batch(OPTIONS, 1, 2),
                        batch(OPTIONS, 1, 3, 2),
                        batch(OPTIONS.withSeed(2), 1, 2, 3),
                        batch(OPTIONS.withWork(Work.parse("wait:1s")), 1, 2, 3),
                        batch(OPTIONS.withTimeout(Duration.ofSeconds(1)), 1, 2, 3),
                        batch(new BatchOptions(OPTIONS.work(), 1, 1, Optional.empty(), 4), 1, 2, 3),
                        batch(new BatchOptions(OPTIONS.work(), 2, 1, Optional.empty(), 3), 1, 2, 3),
                        batch(OPTIONS, LongStream.range(0, 10_000).toArray()),
                        batch(OPTIONS, LongStream.range(1, 10_001).toArray()));
        Set<String> digests = new LinkedHashSet<>();
        works.forEach(work -> digests.add(of(work)));

        assertThat(digests).hasSize(works.size());
    }

    @Test
    void whereATextEndsAndTheNextBeginsCounts() {
        assertThat(new WorkDigest().with("ab").with("c").text())
                .isNotEqualTo(new WorkDigest().with("a").with("bc").text());
    }

    private static String of(Batch batch) {
        return new WorkDigest().with(batch).text();
    }

    private static Batch batch(BatchOptions options, long... arguments) {
        return new Batch(new ComputeSquare(), Columns.of(Column.ofLongs(arguments)), options);
    }
}
