package dev.manykitchens.core.pool;

import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.event.InProgressColumns;

/// Gathers the jobs that a pool runs at one moment. Not thread-safe.
final class InProgress {

    /// More are only counted.
    static final int MOST = 1_000;

    private final InProgressColumns rows = new InProgressColumns(MOST);
    private int size;
    private int inAll;

    /// Takes in an attempt, if it has begun and not ended.
    void add(long batch, Attempt attempt) {
        attempt.progress()
                .ifPresent(now -> {
                    inAll++;
                    if (size < MOST) {
                        rows.batch()[size] = batch;
                        rows.job()[size] = now.job();
                        rows.attempt()[size] = now.attempt();
                        rows.started()[size] = now.startedNanos();
                        rows.stage()[size] = now.stage().code();
                        rows.resource()[size] = now.resource();
                        size++;
                    }
                });
    }

    /// How many more have room.
    int room() {
        return MOST - size;
    }

    /// Counts jobs that are not looked at.
    void leaveOut(int jobs) {
        inAll += jobs;
    }

    /// How many there are.
    int inAll() {
        return inAll;
    }

    /// Those that were taken in, up to [#MOST].
    InProgressColumns columns() {
        return rows.head(size);
    }
}
