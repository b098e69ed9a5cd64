package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.manykitchens.core.job.BatchResult;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

@Isolated("looks at the heap")
class BatchCollectorTest {

    private static final Outcome FAILED = new Outcome.Failed("no flour", HandDrivenPool.ORIGIN);

    @Test
    void itGathersEveryTypeOfValue() {
        byte[] bytes = {1, 2};
        for (Value value :
                List.of(Value.of(3), Value.of(2.5), Value.of("x"), Value.of(bytes), Value.NONE)) {
            BatchCollector collector = new BatchCollector(value.type(), 2);
            collector.succeeded(1, Column.of(value.type(), List.of(value)));
            collector.ended(0, new Outcome.Succeeded(value));

            assertThat(collector.result().values()).containsExactly(value, value);
        }
    }

    @Test
    void largeAndSmallIntegersMix() {
        Value large = Value.of(BigInteger.TWO.pow(200));
        BatchCollector collector = new BatchCollector(ValueType.INTEGER, 4);
        collector.succeeded(0, Column.ofLongs(7));
        collector.succeeded(2, Column.of(ValueType.INTEGER, List.of(large, Value.of(8))));
        collector.succeeded(1, Column.ofLongs(9));

        assertThat(collector.result().values())
                .containsExactly(Value.of(7), Value.of(9), large, Value.of(8));
    }

    @Test
    void aSecondOutcomeOfAJobIsRefused() {
        BatchCollector collector = new BatchCollector(ValueType.INTEGER, 3);
        collector.succeeded(0, Column.ofLongs(1, 2));
        collector.ended(2, FAILED);

        assertThatIllegalStateException()
                .isThrownBy(() -> collector.succeeded(1, Column.ofLongs(5)))
                .withMessage("each job must end once, job 1 ended again");
        assertThatIllegalStateException().isThrownBy(() -> collector.ended(2, Outcome.CANCELLED));

        assertThat(collector.result().outcome(1)).isEqualTo(new Outcome.Succeeded(Value.of(2)));
        assertThat(collector.result().outcome(2)).isEqualTo(FAILED);
    }

    @Test
    void aJobWithoutAnOutcomeIsNamed() {
        BatchCollector collector = new BatchCollector(ValueType.INTEGER, 2);
        collector.succeeded(0, Column.ofLongs(1));

        assertThatIllegalStateException()
                .isThrownBy(collector::result)
                .withMessage("every job must have its outcome, job 1 of 2 has none");
    }

    @Test
    void valuesOfAnotherTypeAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> new BatchCollector(ValueType.TEXT, 1).succeeded(0, Column.ofLongs(1)))
                .withMessage("results must be a text, were an integer");
    }

    @Test
    void manyThreadsTellItAtOnceAndEachJobEndsOnce() throws Exception {
        // Eight threads try to end every job; exactly one of them must get through, and its value
        // must be what stays.
        int jobs = 20_000;
        int threads = 8;
        BatchCollector collector = new BatchCollector(ValueType.INTEGER, jobs);
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch ready = new CountDownLatch(threads);
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            long seed = t;
            all.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                Random random = new Random(seed);
                                ready.countDown();
                                try {
                                    ready.await();
                                } catch (InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                                for (int job = 0; job < jobs; job++) {
                                    try {
                                        if (random.nextInt(10) == 0) {
                                            collector.ended(job, FAILED);
                                        } else {
                                            collector.succeeded(job, Column.ofLongs(job * 3L));
                                        }
                                        accepted.incrementAndGet();
                                    } catch (IllegalStateException e) {
                                        refused.incrementAndGet();
                                    }
                                }
                            }));
        }
        for (Thread thread : all) {
            thread.join();
        }

        BatchResult result = collector.result();
        assertThat(accepted).hasValue(jobs);
        assertThat(refused).hasValue(jobs * (threads - 1));
        for (int job = 0; job < jobs; job++) {
            assertThat(result.outcome(job)).isIn(FAILED, new Outcome.Succeeded(Value.of(job * 3L)));
        }
    }

    @Test
    void tenMillionIntegersTakeLittleMoreThanTheirNumbers() {
        int jobs = 10_000_000;
        long before = usedMemory();
        BatchCollector collector = new BatchCollector(ValueType.INTEGER, jobs);
        long[] chunk = new long[100_000];
        for (int from = 0; from < jobs; from += chunk.length) {
            for (int i = 0; i < chunk.length; i++) {
                chunk[i] = (long) from + i;
            }
            collector.succeeded(from, Column.ofLongs(chunk));
        }
        BatchResult result = collector.result();
        List<Object> objects = result.objects();

        assertThat(usedMemory() - before).isLessThan(120_000_000L);
        assertThat(objects.get(9_999_999)).isEqualTo(9_999_999L);
        assertThat(result.allSucceeded()).isTrue();
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
