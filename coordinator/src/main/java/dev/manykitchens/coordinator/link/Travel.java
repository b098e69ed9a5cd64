package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.link.Protocol;

/// What can travel to a worker.
public final class Travel {

    private Travel() {}

    /// An upper bound of the bytes of the batch's longest job on the wire.
    ///
    /// @throws IllegalArgumentException naming the job whose arguments are too large
    public static long longestJobBytes(Batch batch) {
        Columns arguments = batch.arguments();
        long longest = 0;
        // One job stands for all where all have equally many bytes: there may be many millions.
        int jobs = isEven(arguments) ? Math.min(1, batch.size()) : batch.size();
        for (int job = 0; job < jobs; job++) {
            long bytes = arguments.wireBytes(job, job + 1);
            if (bytes > Protocol.LARGEST_VALUE_BYTES) {
                throw new IllegalArgumentException(
                        "the arguments of one job must take at most %s to travel to a worker, job %d of %s takes up to %s; pass a path or a seed instead, or use a pool inside this JVM"
                                .formatted(
                                        mebibytes(Protocol.LARGEST_VALUE_BYTES),
                                        job,
                                        batch.recipe().name(),
                                        mebibytes(bytes)));
            }
            longest = Math.max(longest, bytes);
        }
        return longest;
    }

    private static boolean isEven(Columns arguments) {
        return arguments.columns().stream()
                .allMatch(column ->
                        switch (column) {
                            case Column.Integers integers -> integers.big() == null;
                            case Column.Reals _, Column.Nones _ -> true;
                            case Column.Texts _, Column.Blobs _ -> false;
                        });
    }

    private static String mebibytes(long bytes) {
        return "%.1f MiB".formatted(bytes / (double) (1 << 20));
    }
}
