package dev.manykitchens.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.fakes.TestRecipe;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.Latency;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.core.recipe.Work;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntSupplier;

/// Loads on real pools. They assert nothing that a busy machine could change.
@Isolated("measures how late jobs are")
class LoadComparisonTest {

    private static final Batch WAITS =
            TestRecipe.of((job, _) -> job)
                    .batch(2, BatchOptions.DEFAULTS.withWork(Work.parse("wait:10ms")));

    @Test
    void oneThreadCannotKeepUpWithTwiceItsCapacity() {
        List<String> heard = new ArrayList<>();
        LoadListener listener =
                new LoadListener() {
                    @Override
                    public void warmingUp(String pool) {
                        heard.add("warming up " + pool);
                    }

                    @Override
                    public void loading(String pool, IntSupplier inSystem) {
                        heard.add("loading " + pool);
                    }

                    @Override
                    public void draining(String pool) {
                        heard.add("draining " + pool);
                    }
                };

        LoadResult result =
                load(List.of("threads:1", "virtual"), WAITS, OptionalInt.of(1), listener).run();

        assertThat(result.partial()).isFalse();
        assertThat(heard.subList(0, 2))
                .containsExactly("warming up threads:1", "warming up virtual");
        assertThat(heard)
                .hasSize(6)
                .containsSubsequence("loading threads:1", "draining threads:1")
                .containsSubsequence("loading virtual", "draining virtual");
        LoadMeasurement one = result.pools().getFirst().load().orElseThrow();
        LoadMeasurement virtual = result.pools().getLast().load().orElseThrow();
        assertThat(one.keepingUp().answer()).isEqualTo(KeepingUp.Answer.NO);
        assertThat(one.counts().completedPerSecond()).isLessThan(101);
        assertThat(one.counts().failed()).isZero();
        assertThat(one.service().p50()).isGreaterThan(0.0099);
        // The same jobs came to both, and each was timed.
        assertThat(virtual.counts().offered()).isEqualTo(one.counts().offered());
        assertThat(virtual.response().count()).isEqualTo(virtual.counts().offered());
        assertThat(result.ranked().getLast().pool().name()).isEqualTo("threads:1");
        assertThat(result.pools().getFirst().pool().warmUp().rounds()).isEqualTo(1);
    }

    @Test
    void theSequentialPoolServesWhatCameWhileItWorked() {
        LoadMeasurement measured =
                load(List.of("sequential"), WAITS, OptionalInt.of(0), LoadListener.NONE)
                        .run()
                        .pools()
                        .getFirst()
                        .load()
                        .orElseThrow();

        assertThat(measured.keepingUp().answer()).isEqualTo(KeepingUp.Answer.NO);
        assertThat(measured.response().max()).isGreaterThan(0.2);
        assertThat(measured.generator().late().p50()).isLessThan(0.02);
        assertThat(measured.generator().handingIn()).isGreaterThan(0.8);
    }

    @Test
    void failuresAreKeptInWords() {
        Batch failing =
                TestRecipe.of(
                                (_, _) -> {
                                    throw new IllegalStateException("burnt");
                                })
                        .batch(1);

        LoadMeasurement measured =
                load(List.of("threads:1"), failing, OptionalInt.of(0), LoadListener.NONE)
                        .run()
                        .pools()
                        .getFirst()
                        .load()
                        .orElseThrow();

        assertThat(measured.counts().failed()).isEqualTo(measured.counts().offered());
        assertThat(measured.failures()).hasSize(LoadMeasurement.MOST_FAILURES);
        assertThat(measured.failures().getFirst().describe()).contains("burnt");
        assertThat(measured.response()).isEqualTo(Latency.NONE);
    }

    @Test
    void whatCameIsKeptWhenItIsStopped() {
        LoadComparison[] load = new LoadComparison[1];
        load[0] =
                load(
                        List.of("threads:2", "threads:3"),
                        WAITS,
                        OptionalInt.of(0),
                        new LoadListener() {
                            @Override
                            public void loading(String pool, IntSupplier inSystem) {
                                var _ =
                                        Thread.startVirtualThread(() -> {
                                            while (inSystem.getAsInt() == 0) {
                                                Thread.onSpinWait();
                                            }
                                            load[0].stop();
                                        });
                            }
                        });

        LoadResult result = load[0].run();

        assertThat(result.partial()).isTrue();
        List<LoadMeasurement> kept =
                result.pools().stream().flatMap(pool -> pool.load().stream()).toList();
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().counts().offered()).isPositive();
        assertThat(kept.getFirst().counts().seconds()).isLessThan(0.5);
    }

    @Test
    void anInterruptStopsItAsStopDoes() {
        LoadListener interrupting =
                new LoadListener() {
                    @Override
                    public void loading(String pool, IntSupplier inSystem) {
                        Thread.currentThread().interrupt();
                    }
                };

        LoadResult result =
                load(List.of("threads:2", "threads:3"), WAITS, OptionalInt.of(0), interrupting)
                        .run();

        assertThat(Thread.interrupted()).isFalse();
        assertThat(result.partial()).isTrue();
        assertThat(result.pools()).allMatch(pool -> pool.load().isEmpty());
    }

    @Test
    void aLoadNeedsJobsAndPools() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load(List.of(), WAITS, OptionalInt.of(0), LoadListener.NONE))
                .withMessage("a load's pools must be from 1 to 100, were 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        load(
                                List.of("async"),
                                TestRecipe.ofSteps().batch(0),
                                OptionalInt.of(0),
                                LoadListener.NONE))
                .withMessage("a load needs at least one job to repeat, had none");
    }

    private static LoadComparison load(
            List<String> pools, Batch batch, OptionalInt warmUps, LoadListener listener) {
        return new LoadComparison(
                pools.stream().map(PoolSpec::parse).toList(),
                batch,
                new LoadPlan(Rate.parse("200/s"), Duration.ofMillis(500), warmUps, 5),
                (spec, events) -> Pools.open(spec, PoolOptions.defaults().withEvents(events)),
                listener);
    }
}
