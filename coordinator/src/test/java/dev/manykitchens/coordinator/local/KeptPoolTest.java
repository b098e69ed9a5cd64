package dev.manykitchens.coordinator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.journal.MemoryJournal;
import dev.manykitchens.core.pool.PoolJournal;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
