package dev.manykitchens.coordinator.journal;

/// What is true of the whole journal. The numbers of rows say whether a table lacks some.
///
/// @param entry the number of the last entry that was written
/// @param life see [Recovered#life]
/// @param lastBatch the highest number of a batch so far
/// @param lastSubmitter the highest number of a submitter so far
/// @param lastPlace of submitters, workers and batches, which keep the order in which they came
/// @param batches how many are kept
/// @param unfinished how many of these are not finished
record JournalState(
        long entry,
        long life,
        long lastBatch,
        long lastSubmitter,
        long lastPlace,
        long submitters,
        long workers,
        long resources,
        long batches,
        long unfinished,
        long leases,
        long tried) {

    static final JournalState NEW = new JournalState(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// The columns of its row.
    long[] columns() {
        return new long[] {
            1,
            entry,
            life,
            lastBatch,
            lastSubmitter,
            lastPlace,
            submitters,
            workers,
            resources,
            batches,
            unfinished,
            leases,
            tried
        };
    }

    /// See [#columns].
    static JournalState of(long[] columns) {
        return new JournalState(
                columns[1],
                columns[2],
                columns[3],
                columns[4],
                columns[5],
                columns[6],
                columns[7],
                columns[8],
                columns[9],
                columns[10],
                columns[11],
                columns[12]);
    }

    private JournalState plus(int place, long value, boolean add) {
        long[] columns = columns();
        columns[place] = add ? columns[place] + value : value;
        return of(columns);
    }

    JournalState afterNextEntry() {
        return plus(1, 1, true);
    }

    JournalState withLife(long its) {
        return plus(2, its, false);
    }

    JournalState withBatch(long number) {
        return plus(3, Math.max(lastBatch, number), false);
    }

    JournalState withSubmitter(long number) {
        return plus(4, Math.max(lastSubmitter, number), false);
    }

    JournalState withNextPlace() {
        return plus(5, 1, true);
    }

    JournalState withSubmitters(int more) {
        return plus(6, more, true);
    }

    JournalState withWorkers(int more) {
        return plus(7, more, true);
    }

    JournalState withResources(int more) {
        return plus(8, more, true);
    }

    JournalState withBatches(int more) {
        return plus(9, more, true);
    }

    JournalState withUnfinished(int more) {
        return plus(10, more, true);
    }

    JournalState with(OpenBatch.Growth growth) {
        return plus(11, growth.leases(), true).plus(12, growth.tried(), true);
    }
}
