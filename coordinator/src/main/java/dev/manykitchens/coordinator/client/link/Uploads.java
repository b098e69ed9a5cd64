package dev.manykitchens.coordinator.client.link;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.v1.BatchArguments;

import java.util.ArrayDeque;
import java.util.Deque;

/// The arguments that are on their way up, batch after batch, in parts. A part is encoded and sent
/// only while the stream takes more: what is said meanwhile, pings among it, waits behind one part
/// at most, and no more than that is held in memory a second time. Confined to the pool's loop.
final class Uploads {

    /// A part takes about so many bytes: an eighth of a second at 16 Mbit/s. A job that has more is
    /// a part of its own.
    static final long PART_BYTES = 256 << 10;

    /// Columns on the wire have a few bytes around them.
    private static final int BYTES_AROUND = 64;

    private final Way way;
    private final Deque<Upload> waiting = new ArrayDeque<>();

    /// The stream.
    interface Way {

        /// Whether little waits for the network.
        boolean isReady();

        /// Sends a part.
        void send(BatchArguments part);
    }

    /// A batch's arguments, of which the first rows were sent.
    private static final class Upload {
        private final long batch;
        private final Columns arguments;
        private int sent;

        Upload(long batch, Columns arguments) {
            this.batch = batch;
            this.arguments = arguments;
        }
    }

    Uploads(Way way) {
        this.way = way;
    }

    /// The most bytes that the arguments of a batch can take on the wire. Any two parts that follow
    /// each other are larger than one may be.
    static long bytesOf(Batch batch) {
        Columns arguments = batch.arguments();
        long bytes = arguments.wireBytes(0, batch.size());
        long parts = 1 + 2 * bytes / PART_BYTES;
        return bytes + BYTES_AROUND * (1L + arguments.columns().size()) * (parts + 1);
    }

    /// Sends the arguments of a batch after those that wait.
    void add(long batch, Columns arguments) {
        waiting.add(new Upload(batch, arguments));
        sendMore();
    }

    /// Sends no more of a batch.
    void drop(long batch) {
        waiting.removeIf(upload -> upload.batch == batch);
    }

    /// Sends as much as the stream takes now.
    void sendMore() {
        for (Upload next = waiting.peek(); next != null && way.isReady(); next = waiting.peek()) {
            int end = endOfPart(next.arguments, next.sent);
            BatchArguments.Builder part =
                    BatchArguments.newBuilder()
                            .setBatch(next.batch)
                            .setFirst(next.sent)
                            .setCount(end - next.sent);
            for (Column column : next.arguments.columns()) {
                part.addArguments(ColumnCodec.encode(column, next.sent, end));
            }
            next.sent = end;
            if (end == next.arguments.rows()) {
                waiting.remove();
            }
            way.send(part.build());
        }
    }

    /// As many rows as fit, and at least one.
    private static int endOfPart(Columns arguments, int first) {
        int fits = first + 1;
        int tooMany = arguments.rows() + 1;
        int step = 1;
        while (fits + step < tooMany && fits(arguments, first, fits + step)) {
            fits += step;
            step *= 2;
        }
        tooMany = Math.min(tooMany, fits + step);
        while (tooMany - fits > 1) {
            int middle = fits + (tooMany - fits) / 2;
            if (fits(arguments, first, middle)) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }

    private static boolean fits(Columns arguments, int first, int end) {
        return arguments.wireBytes(first, end) <= PART_BYTES;
    }
}
