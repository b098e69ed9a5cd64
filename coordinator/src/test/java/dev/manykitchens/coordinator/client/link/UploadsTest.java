package dev.manykitchens.coordinator.client.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.v1.BatchArguments;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Arguments on a stream that takes a part at a time.
class UploadsTest {

    private static final int ROWS = 200_000;

    private final FakeWay way = new FakeWay();
    private final Uploads uploads = new Uploads(way);

    @Test
    void aPartIsSentOnlyWhenTheStreamTakesMore() {
        uploads.add(1, numbers(ROWS));
        assertThat(way.sent).isEmpty();

        way.ready = true;
        uploads.sendMore();
        assertThat(way.sent).hasSize(1);
        uploads.sendMore();
        assertThat(way.sent).hasSize(1);
    }

    @Test
    void partsFollowEachOtherAndNoneIsLarge() {
        uploads.add(1, numbers(ROWS));
        uploads.add(2, numbers(1));
        takeAll();

        int next = 0;
        for (BatchArguments part : way.sent.subList(0, way.sent.size() - 1)) {
            assertThat(part.getBatch()).isEqualTo(1);
            assertThat(part.getFirst()).isEqualTo(next);
            assertThat(part.getSerializedSize()).isLessThan((int) Uploads.PART_BYTES + 100);
            next += part.getCount();
        }
        assertThat(next).isEqualTo(ROWS);
        assertThat(way.sent.getLast().getBatch()).isEqualTo(2);
    }

    @Test
    void allPartsTakeAtMostWhatIsAnnounced() {
        // A large job after each small one: nearly every part is one job.
        String large = "x".repeat(80_000);
        Column texts =
                new Column.Texts(
                        IntStream.range(0, 60)
                                .mapToObj(job -> job % 2 == 0 ? "é" : large)
                                .toArray(String[]::new));
        uploads.add(1, Columns.of(texts));
        takeAll();

        Batch batch =
                new Batch(
                        RecipeBook.load(UploadsTest.class.getClassLoader()).get("echo_text"),
                        Columns.of(texts),
                        BatchOptions.DEFAULTS);
        assertThat(way.sent.stream().mapToLong(BatchArguments::getSerializedSize).sum())
                .isLessThanOrEqualTo(Uploads.bytesOf(batch));
        assertThat(way.sent.stream().mapToInt(BatchArguments::getCount).sum()).isEqualTo(60);
    }

    @Test
    void ofABatchThatIsNotWantedNothingMoreIsSent() {
        way.ready = true;
        uploads.add(1, numbers(ROWS));
        uploads.add(2, numbers(1));

        uploads.drop(1);
        takeAll();

        assertThat(way.sent).extracting(BatchArguments::getBatch).containsExactly(1L, 2L);
    }

    private void takeAll() {
        int before;
        do {
            before = way.sent.size();
            way.ready = true;
            uploads.sendMore();
        } while (way.sent.size() > before);
    }

    private static Columns numbers(int rows) {
        return Columns.of(Column.ofLongs(LongStream.range(0, rows).toArray()));
    }

    /// Takes one part, then the network has to be waited for.
    private static final class FakeWay implements Uploads.Way {

        private final List<BatchArguments> sent = new ArrayList<>();
        private boolean ready;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void send(BatchArguments part) {
            sent.add(part);
            ready = false;
        }
    }
}
