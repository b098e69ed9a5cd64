package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.cookbook.StirPot;
import dev.manykitchens.core.cookbook.SumRange;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

class GatheringTest {

    private static final ComputeSquare SQUARE = new ComputeSquare();

    private final Paper paper = new Paper();
    private final Gathering gathering = new Gathering(paper);

    @Test
    void aJobThatIsAloneGoesAlone() throws Exception {
        JobFuture square = gathering.submit(SQUARE, List.of(12));
        paper.take();

        Started batch = paper.started.getFirst();
        assertThat(batch.of.size()).isEqualTo(1);
        batch.listener.succeeded(0, Column.ofLongs(144));

        assertThat(square.get()).isEqualTo(144L);
        assertThat(paper.ended).isEqualTo(1);
    }

    @Test
    void jobsThatComeBeforeTheyAreTakenGoTogetherInTheirOrder() throws Exception {
        List<JobFuture> futures = new ArrayList<>();
        for (int n = 0; n < 5; n++) {
            futures.add(gathering.submit(SQUARE, List.of(n)));
        }
        assertThat(paper.wishes).hasSize(1);
        paper.take();

        Started batch = paper.started.getFirst();
        assertThat(paper.started).hasSize(1);
        assertThat(batch.of.arguments().columns()).hasSize(1);
        assertThat(batch.arguments()).containsExactly(0L, 1L, 2L, 3L, 4L);

        batch.listener.succeeded(3, Column.ofLongs(9, 16));
        assertThat(futures.get(2).isDone()).isFalse();
        batch.listener.succeeded(0, Column.ofLongs(0, 1, 4));

        for (int n = 0; n < 5; n++) {
            assertThat(futures.get(n).get()).isEqualTo((long) n * n);
        }
        assertThat(paper.ended).isEqualTo(5);
    }

    @Test
    void eachRecipeHasABatchOfItsOwn() throws Exception {
        JobFuture first = gathering.submit(SQUARE, List.of(3));
        JobFuture sum = gathering.submit(new SumRange(), List.of(0, 10));
        paper.takeAll();

        assertThat(paper.started)
                .extracting(s -> s.of.recipe().name())
                .containsExactly("compute_square", "sum_range");
        paper.started.get(1).listener.succeeded(0, Column.ofLongs(45));
        assertThat(sum.get()).isEqualTo(45L);
        assertThat(first.isDone()).isFalse();
    }

    @Test
    void randomNumbersDifferFromBatchToBatch() {
        Set<Long> seeds = new HashSet<>();
        for (int n = 0; n < 10; n++) {
            var _ = gathering.submit(SQUARE, List.of(n)).isDone();
            paper.take();
            seeds.add(paper.started.getLast().of.options().seed());
        }

        assertThat(seeds).hasSize(10);
    }

    @Test
    void aJobThatIsCancelledBeforeItIsTakenIsCancelledThere() {
        JobFuture stays = gathering.submit(SQUARE, List.of(1));
        JobFuture goes = gathering.submit(SQUARE, List.of(2));
        assertThat(goes.cancel(true)).isTrue();
        paper.take();

        assertThat(paper.started.getFirst().cancelled).containsExactly(1);
        assertThat(stays.isDone()).isFalse();
    }

    @Test
    void aJobThatIsCancelledLaterIsCancelledAlone() {
        JobFuture stays = gathering.submit(SQUARE, List.of(1));
        JobFuture goes = gathering.submit(SQUARE, List.of(2));
        paper.take();
        assertThat(goes.cancel(true)).isTrue();

        assertThat(paper.started.getFirst().cancelled).containsExactly(1);
        assertThat(stays.isDone()).isFalse();
    }

    @Test
    void whatHangsOnAFutureRunsWhereItMayWait() {
        List<String> told = new ArrayList<>();
        JobFuture square = gathering.submit(SQUARE, List.of(12));
        var _ = square.outcome().thenAccept(outcome -> told.add(outcome.describe()));
        paper.take();
        paper.started.getFirst().listener.succeeded(0, Column.ofLongs(144));

        assertThat(square.isDone()).isTrue();
        assertThat(told).isEmpty();
        paper.deliveries.remove().run();
        assertThat(told).containsExactly("144");
    }

    @Test
    void whoAsksForTheOutcomeLaterHasItAtOnce() {
        List<String> told = new ArrayList<>();
        JobFuture square = gathering.submit(SQUARE, List.of(12));
        paper.take();
        paper.started.getFirst().listener.ended(0, Outcome.CANCELLED);

        var _ = square.outcome().thenAccept(outcome -> told.add(outcome.describe()));

        assertThat(told).containsExactly(Outcome.CANCELLED.describe());
        assertThat(paper.deliveries).isEmpty();
    }

    @Test
    void argumentsThatDoNotFitAreRefusedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> gathering.submit(SQUARE, List.of("twelve")))
                .withMessageContaining("twelve");
        assertThat(paper.wishes).isEmpty();
    }

    @Test
    void aRecipeThatThePoolCannotRunIsRefusedEachTime() {
        paper.unrunnable.add(SQUARE);

        for (int time = 0; time < 2; time++) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> gathering.submit(SQUARE, List.of(1)))
                    .withMessage("not here");
        }
        assertThat(paper.wishes).isEmpty();
    }

    @Test
    void argumentsOfEveryKindAreAsIfTheyHadBeenPackedTogether() {
        BigInteger large = BigInteger.TWO.pow(100);
        for (Object number : List.of(1, 2L, (short) 3, large)) {
            var _ = gathering.submit(SQUARE, List.of(number)).isDone();
        }
        paper.take();

        Columns arguments = paper.started.getFirst().of.arguments();
        assertThat(IntStream.range(0, 3).mapToObj(row -> arguments.row(row).integer(0)))
                .containsExactly(BigInteger.ONE, BigInteger.TWO, BigInteger.valueOf(3));
        assertThat(arguments.row(3).integer(0)).isEqualTo(large);
    }

    @Test
    void jobsThatCannotBeStartedHearSoAndGiveTheirPlacesBack() {
        JobFuture first = gathering.submit(SQUARE, List.of(1));
        JobFuture second = gathering.submit(SQUARE, List.of(2));
        paper.broken = true;

        assertThatIllegalStateException().isThrownBy(paper::take).withMessage("one of ours");

        for (JobFuture job : List.of(first, second)) {
            assertThat(job.outcome().toCompletableFuture().getNow(Outcome.CANCELLED).describe())
                    .contains("could not be started")
                    .contains("one of ours");
        }
        assertThat(paper.ended).isEqualTo(2);
    }

    @Test
    void whatHasWorkIsCalibratedThoughTheFirstJobHadNone() {
        StirPot pot = new StirPot();
        for (int stirs = 1; stirs <= 2; stirs++) {
            var _ = gathering.submit(pot, List.of(stirs)).isDone();
            paper.take();
        }

        assertThat(paper.started.get(0).unitsPerSecond).isZero();
        assertThat(paper.started.get(1).unitsPerSecond).isPositive();
    }

    @Test
    void aPoolThatTakesNoMoreSaysSo() {
        paper.closed = true;

        assertThatIllegalStateException()
                .isThrownBy(() -> gathering.submit(SQUARE, List.of(1)))
                .withMessage("closed");
        assertThat(paper.wishes).isEmpty();
    }

    @Test
    void nothingIsLostBetweenManyThreads() throws Exception {
        int threads = 4;
        int each = 5_000;
        List<Thread> submitters = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int base = t * each;
            submitters.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int n = 0; n < each; n++) {
                                    var _ = gathering.submit(SQUARE, List.of(base + n)).isDone();
                                }
                            }));
        }
        while (submitters.stream().anyMatch(Thread::isAlive)) {
            paper.takeAll();
        }
        for (Thread submitter : submitters) {
            submitter.join();
        }
        paper.takeAll();

        assertThat(paper.started.stream().flatMapToLong(Started::arguments).sorted().toArray())
                .isEqualTo(LongStream.range(0, (long) threads * each).toArray());
    }

    /// A way that leads nowhere: the test takes, and says what jobs came to.
    private static final class Paper implements Gathering.Way {

        private final Queue<Runnable> wishes = new ConcurrentLinkedQueue<>();
        private final Queue<Runnable> deliveries = new ArrayDeque<>();
        private final List<Started> started = new ArrayList<>();
        private final Set<Recipe> unrunnable = new HashSet<>();
        private boolean closed;
        private boolean broken;
        private int ended;

        void take() {
            wishes.remove().run();
        }

        void takeAll() {
            for (Runnable wish = wishes.poll(); wish != null; wish = wishes.poll()) {
                wish.run();
            }
        }

        @Override
        public void requireRunnable(Recipe recipe) {
            if (unrunnable.contains(recipe)) {
                throw new IllegalArgumentException("not here");
            }
        }

        @Override
        public void admit(Recipe recipe, List<Value> arguments) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
        }

        @Override
        public void takeSoon(Runnable take) {
            wishes.add(take);
        }

        @Override
        public RunningBatch start(Batch batch, double unitsPerSecond, BatchListener listener) {
            if (broken) {
                throw new IllegalStateException("one of ours");
            }
            Started one = new Started(batch, unitsPerSecond, listener);
            started.add(one);
            return one;
        }

        @Override
        public void deliver(Runnable told) {
            deliveries.add(told);
        }

        @Override
        public void ended(int jobs) {
            ended += jobs;
        }
    }

    private static final class Started implements RunningBatch {

        private final Batch of;
        private final double unitsPerSecond;
        private final BatchListener listener;
        private final List<Integer> cancelled = new ArrayList<>();

        Started(Batch of, double unitsPerSecond, BatchListener listener) {
            this.of = of;
            this.unitsPerSecond = unitsPerSecond;
            this.listener = listener;
        }

        LongStream arguments() {
            return of.arguments().columns().getFirst() instanceof Column.Integers integers
                    ? Arrays.stream(integers.small())
                    : LongStream.empty();
        }

        @Override
        public long id() {
            return 1;
        }

        @Override
        public CompletableFuture<Void> done() {
            return new CompletableFuture<>();
        }

        @Override
        public void cancel() {}

        @Override
        public void cancel(int job) {
            cancelled.add(job);
        }
    }
}
