package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.proto.link.Protocol;

import java.util.List;

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
            requireTravels(batch.recipe(), job, bytes);
            longest = Math.max(longest, bytes);
        }
        return longest;
    }

    /// Refuses a single job whose arguments are too large.
    ///
    /// @param arguments one value a parameter
    /// @throws IllegalArgumentException saying how large they are
    public static void requireTravels(Recipe recipe, List<Value> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (!isShort(arguments.get(i))) {
                requireTravels(recipe, 0, Columns.ofRow(arguments).wireBytes(0, 1));
                return;
            }
        }
    }

    private static boolean isShort(Value value) {
        return switch (value) {
            case Value.Int _, Value.Real _, Value.None _ -> true;
            case Value.BigInt _, Value.Text _, Value.Bytes _ -> false;
        };
    }

    private static boolean isEven(Columns arguments) {
        for (Column column : arguments.columns()) {
            boolean isEven =
                    switch (column) {
                        case Column.Integers integers -> integers.big() == null;
                        case Column.Reals _, Column.Nones _ -> true;
                        case Column.Texts _, Column.Blobs _ -> false;
                    };
            if (!isEven) {
                return false;
            }
        }
        return true;
    }

    private static void requireTravels(Recipe recipe, int job, long bytes) {
        if (bytes > Protocol.LARGEST_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "the arguments of one job must take at most %s to travel to a worker, job %d of %s takes up to %s; pass a path or a seed instead, or use a pool inside this JVM"
                            .formatted(
                                    mebibytes(Protocol.LARGEST_VALUE_BYTES),
                                    job,
                                    recipe.name(),
                                    mebibytes(bytes)));
        }
    }

    private static String mebibytes(long bytes) {
        return "%.1f MiB".formatted(bytes / (double) (1 << 20));
    }
}
