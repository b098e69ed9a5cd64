package dev.manykitchens.coordinator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.journal.MemoryJournal;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.PoolJournal;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// Pools with a journal.
@Tag("jvm")
class KeptPoolTest {

    /// Far less than for ever.
    @Test
    @Timeout(60)
    void aPoolWhoseJournalFailsWhileItOpensSaysWhy() {
        PoolSpec spec = PoolSpec.parse("processes:2");
        MemoryJournal journal = new MemoryJournal();
        List<String> told = new ArrayList<>();
        PoolJournal where = new PoolJournal(Path.of("unused"), "work", listener(told));

        assertThatThrownBy(() ->
                        ProcessPool.open(
                                spec,
                                (PoolSpec.Kind.Processes) spec.kind(),
                                PoolOptions.defaults().withJournal(where),
                                kept -> {
                                    KeptWork work = KeptWork.open(kept, journal);
                                    // The first worker that joins is written down.
                                    journal.crash();
                                    return work;
                                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the disk is gone");
        assertThat(told).containsExactly("the disk is gone");
        assertThat(journal.forced()).isZero();
    }

    @Test
    @Timeout(60)
    void aPoolWhoseDiskIsFullFailsWhatHasNoOutcomeAndSaysWhyOnce() {
        PoolSpec spec = PoolSpec.parse("processes:1");
        MemoryJournal journal = new MemoryJournal();
        List<String> told = new ArrayList<>();
        PoolJournal where = new PoolJournal(Path.of("unused"), "work", listener(told));
        try (ProcessPool pool =
                ProcessPool.open(
                        spec,
                        (PoolSpec.Kind.Processes) spec.kind(),
                        PoolOptions.defaults().withJournal(where),
                        kept -> KeptWork.open(kept, journal))) {
            journal.takeNoResults();

            BatchResult result =
                    pool.run(
                            new Batch(
                                    pool.recipes().get("compute_square"),
                                    Columns.of(Column.ofLongs(LongStream.range(0, 40).toArray())),
                                    new BatchOptions(
                                            Work.parse("none"), 1, 1, Optional.empty(), 20)));

            assertThat(result.count(Outcome.Kind.SUCCEEDED)).isZero();
            assertThat(result.failures())
                    .hasSize(40)
                    .allSatisfy(each ->
                            assertThat(each.outcome().toString()).contains("the disk is full"));
        }
        assertThat(told).containsExactly("the disk is full");
    }

    private static PoolJournal.Listener listener(List<String> told) {
        return new PoolJournal.Listener() {
            @Override
            public void known(int jobs) {
                throw new AssertionError("nothing is known, was told of " + jobs);
            }

            @Override
            public void failed(String why) {
                told.add(why);
            }

            @Override
            public void ended() {
                throw new AssertionError("what could not be written has not ended");
            }
        };
    }
}
