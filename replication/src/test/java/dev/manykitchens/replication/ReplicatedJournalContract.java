package dev.manykitchens.replication;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalContract;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/// A journal that a group keeps does what every journal does. Entries are cut into small pieces.
abstract class ReplicatedJournalContract extends JournalContract {

    private static final int PIECE_BYTES = 700;

    @TempDir private Path folder;
    private final int size;
    private @Nullable Group group;
    private @Nullable Replica leader;

    ReplicatedJournalContract(int size) {
        this.size = size;
    }

    @Override
    protected Journal open() throws Exception {
        if (leader == null) {
            group =
                    new Group(folder, size, options -> times(options).with(64 << 20, PIECE_BYTES))
                            .start();
            leader = group.member(group.awaitLeader().id());
        }
        return leader.another();
    }

    /// One that is alone need not wait for others.
    private ReplicaOptions times(ReplicaOptions options) {
        return size > 1
                ? Group.quick(options)
                : options.with(
                        Duration.ofMillis(150), Duration.ofMillis(300), Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        if (group != null) {
            group.close();
        }
    }
}
