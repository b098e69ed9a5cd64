package dev.manykitchens.core.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.core.cookbook.ComputeSquare;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.fakes.ScriptedPool;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.measurement.ProcessMemory;
import dev.manykitchens.core.measurement.ProcessProbe;
import dev.manykitchens.core.measurement.ProcessUsage;
import dev.manykitchens.core.measurement.Round;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

class ComparisonTest {

    private static final PoolSpec SLOW =
            new PoolSpec(new PoolSpec.Kind.Sequential(), StoveSpec.UNLIMITED);
    private static final PoolSpec FAST =
            new PoolSpec(new PoolSpec.Kind.Threads(2), StoveSpec.UNLIMITED);
    private static final long MILLIS = 1_000_000;

    /// So many batches of one job warm the way to each worker JVM.
    private static final int TRIPS_PER_WORKER = 2_500;

    private static final int LONE_TRIPS = 25;

    private final AtomicLong clock = new AtomicLong();
    private final Map<PoolSpec, ScriptedPool> pools = new HashMap<>();
    private final List<String> order = new ArrayList<>();

    @Test
    void theSameWorkOnTwoWorkersIsTwiceAsFast() {
        ComparisonResult result = comparison(List.of(SLOW, FAST), options(6, 1, "1h")).run();

        assertThat(result.partial()).isFalse();
        assertThat(result.pools())
                .extracting(PoolMeasurement::name)
                .containsExactly("sequential", "threads:2");
        assertThat(result.pools().get(0).times().mean()).isCloseTo(0.040, within(1e-9));
        assertThat(result.pools().get(1).times().mean()).isCloseTo(0.020, within(1e-9));
        assertThat(result.speedUp(result.pools().get(1))).isEqualTo(new Ratio(2, 2, 2));
        assertThat(result.efficiency(result.pools().get(1))).isEqualTo(1.0);
        assertThat(result.ranked().getFirst().name()).isEqualTo("threads:2");
        assertThat(result.pools().get(1).jobsPerSecond()).isCloseTo(200, within(1e-6));
    }

    @Test
    void efficiencyIsRelativeToTheSlotsOfTheFirstPool() {
        // Otherwise a first pool of two threads would use half of what it has, whatever it does.
        ComparisonResult result = comparison(List.of(FAST, SLOW), options(3, 0, "1h")).run();

        assertThat(result.efficiency(result.pools().get(0))).isEqualTo(1.0);
        assertThat(result.speedUp(result.pools().get(1)).ratio()).isEqualTo(0.5);
        assertThat(result.efficiency(result.pools().get(1))).isEqualTo(1.0);
    }

    @Test
    void everyPoolGetsOneRoundABlockInAnOrderThatTheSeedFixes() {
        comparison(List.of(SLOW, FAST), options(20, 0, "1h")).run();

        for (int block = 0; block < 20; block++) {
            assertThat(order.subList(2 * block, 2 * block + 2))
                    .containsExactlyInAnyOrder("sequential", "threads:2");
        }
        // In blocks that always ran in the order named, whatever happens every second round would
        // hit one pool only.
        Set<String> firsts = new HashSet<>();
        for (int block = 0; block < 20; block++) {
            firsts.add(order.get(2 * block));
        }
        assertThat(firsts).hasSize(2);
        List<String> once = List.copyOf(order);
        order.clear();
        comparison(List.of(SLOW, FAST), options(20, 0, "1h")).run();
        assertThat(order).isEqualTo(once);
    }

    @Test
    void warmUpRoundsAreNotMeasured() {
        ComparisonResult result = comparison(List.of(SLOW), options(5, 3, "1h")).run();

        assertThat(result.pools().getFirst().warmUp().rounds()).isEqualTo(3);
        assertThat(result.pools().getFirst().rounds()).hasSize(5);
        assertThat(pool(SLOW).batchSizes()).hasSize(8);
    }

    @Test
    void warmUpHasAJobForEverySlot() {
        // With two jobs on four workers two JVMs would be measured cold later on.
        PoolSpec four = new PoolSpec(new PoolSpec.Kind.Threads(4), StoveSpec.UNLIMITED);

        ComparisonResult result =
                new Comparison(
                                List.of(four),
                                batch(2),
                                options(3, 1, "1h"),
                                (spec, events) ->
                                        scripted(spec, events, List.of("a", "b", "c", "d")),
                                ProcessProbe.NONE,
                                ComparisonListener.NONE)
                        .run();

        assertThat(pool(four).batchSizes()).containsExactly(4, 2, 2, 2);
        assertThat(result.pools().getFirst().warmUp().coldWorkers()).isZero();
    }

    @Test
    void aWorkerThatGotNoJobIsWarmedUpUntilItDoes() {
        // Tiny jobs can all go to whoever asks first; the other JVM would be measured cold later
        // on.
        PoolMeasurement reached = withIdleWorker(2).pools().getFirst();
        assertThat(reached.warmUp().rounds()).isEqualTo(3);
        assertThat(reached.warmUp().coldWorkers()).isZero();

        ComparisonResult never = withIdleWorker(1_000);
        assertThat(never.pools().getFirst().warmUp().rounds()).isEqualTo(4);
        assertThat(never.notes(8, 8))
                .contains(new Note(List.of("threads:2"), new Caution.ColdWorkers(1)));
    }

    @Test
    void theWayToOtherJvmsIsWarmedUpBeforeTheWork() {
        // A few long jobs would be measured on code that is still interpreted.
        PoolSpec processes = new PoolSpec(new PoolSpec.Kind.Processes(2, 1), StoveSpec.UNLIMITED);
        comparison(List.of(processes), options(3, 1, "1h")).run();
        List<Integer> sizes = pool(processes).batchSizes();
        // The first round shows what a cold pool takes.
        assertThat(sizes.getFirst()).isEqualTo(4);
        assertThat(sizes.subList(1, TRIPS_PER_WORKER + 1)).containsOnly(1);
        // And then lone ones measure it.
        int rounds = 1 + TRIPS_PER_WORKER + LONE_TRIPS;
        assertThat(sizes.subList(TRIPS_PER_WORKER + 1, rounds)).containsOnly(1);
        assertThat(sizes.subList(rounds, sizes.size())).containsExactly(4, 4, 4);

        comparison(List.of(processes), options(3, 0, "1h")).run();
        assertThat(pool(processes).batchSizes()).containsExactly(4, 4, 4);
    }

    /// Brief jobs run where a worker hears its coordinator, others on threads of their own, by code
    /// that has to be warm too.
    @Test
    void theWayIsWarmedUpByJobsThatTakeTheSame() {
        PoolSpec processes = new PoolSpec(new PoolSpec.Kind.Processes(2, 1), StoveSpec.UNLIMITED);
        comparison(List.of(processes), options(3, 1, "1h")).run();

        assertThat(pool(processes).batchRecipes().subList(1, 1 + TRIPS_PER_WORKER + LONE_TRIPS))
                .containsOnly("follow_steps");

        Batch brief =
                new Batch(
                        new ComputeSquare(),
                        Columns.of(Column.ofLongs(new long[4])),
                        BatchOptions.DEFAULTS.withWork(Work.none()));
        new Comparison(
                        List.of(processes),
                        brief,
                        options(3, 1, "1h"),
                        (spec, events) -> scripted(spec, events, List.of("a")),
                        ProcessProbe.NONE,
                        ComparisonListener.NONE)
                .run();

        assertThat(pool(processes).batchRecipes()).containsOnly("compute_square");
    }

    @Test
    void theWayToWorkerJvmsAndBackIsMeasuredOnceItIsWarm() {
        PoolSpec processes = new PoolSpec(new PoolSpec.Kind.Processes(2, 1), StoveSpec.UNLIMITED);
        Map<String, Duration> ways = new HashMap<>();
        new Comparison(
                        List.of(SLOW, processes),
                        batch(4),
                        options(3, 1, "1h"),
                        (spec, events) -> scripted(spec, events, List.of("a")).wayTakes(MILLIS),
                        ProcessProbe.NONE,
                        new ComparisonListener() {
                            @Override
                            public void wayMeasured(String pool, Duration way) {
                                ways.put(pool, way);
                            }
                        })
                .run();

        assertThat(ways).containsExactly(Map.entry("processes:2", Duration.ofMillis(2)));
    }

    @Test
    void thePoolThatBreakEvensAreMeasuredAgainstIsToldBeforeItIsOpened() {
        List<String> heard = new ArrayList<>();
        new Comparison(
                        List.of(SLOW),
                        batch(4),
                        new ComparisonOptions(
                                1, OptionalInt.of(0), Duration.ZERO, Duration.ofHours(1), 42, true),
                        (spec, events) -> {
                            heard.add("open " + spec);
                            return scripted(spec, events, List.of("a"));
                        },
                        ProcessProbe.NONE,
                        new ComparisonListener() {
                            @Override
                            public void opening(String pool) {
                                heard.add("opening " + pool);
                            }

                            @Override
                            public void openingReference(PoolSpec spec) {
                                heard.add("opening the reference " + spec);
                            }
                        })
                .run();

        assertThat(heard)
                .containsExactly(
                        "opening " + SLOW,
                        "open " + SLOW,
                        "opening the reference sequential",
                        "open sequential");
    }

    @Test
    void whatBeginsIsToldBeforeItDoes() {
        // Links of worker JVMs are warmed for seconds, in which nothing else is heard.
        PoolSpec processes = new PoolSpec(new PoolSpec.Kind.Processes(2, 1), StoveSpec.UNLIMITED);
        List<String> heard = new ArrayList<>();
        new Comparison(
                        List.of(processes),
                        batch(4),
                        options(1, 1, "1h"),
                        (spec, events) -> {
                            heard.add("open");
                            return scripted(spec, events, List.of("a", "b"))
                                    .during(() -> heard.add("batch"));
                        },
                        ProcessProbe.NONE,
                        new ComparisonListener() {
                            @Override
                            public void opening(String pool) {
                                heard.add("opening " + pool);
                            }

                            @Override
                            public void warmingUp(String pool) {
                                heard.add("warming up " + pool);
                            }

                            @Override
                            public void measuring(String pool) {
                                heard.add("measuring " + pool);
                            }
                        })
                .run();

        int firstRound = 4 + 2 * TRIPS_PER_WORKER + LONE_TRIPS;
        assertThat(heard.subList(0, 4))
                .containsExactly("opening processes:2", "open", "warming up processes:2", "batch");
        assertThat(heard.subList(firstRound, heard.size()))
                .containsExactly("measuring processes:2", "batch");
    }

    @Test
    void aWorkerThatOnlyKnowsTheWayIsStillCold() {
        PoolSpec processes = new PoolSpec(new PoolSpec.Kind.Processes(2, 1), StoveSpec.UNLIMITED);

        ComparisonResult result =
                new Comparison(
                                List.of(processes),
                                batch(4),
                                options(3, 1, "1h"),
                                (spec, events) ->
                                        scripted(spec, events, List.of("a", "b"))
                                                .othersIdleIn(batch ->
                                                        batch == 1
                                                                || batch
                                                                        > 1
                                                                                + 2L
                                                                                        * TRIPS_PER_WORKER),
                                ProcessProbe.NONE,
                                ComparisonListener.NONE)
                        .run();

        assertThat(result.pools().getFirst().warmUp().coldWorkers()).isEqualTo(1);
    }

    @Test
    void warmingTheWayIsInterruptedWhenItIsStopped() {
        PoolSpec processes = new PoolSpec(new PoolSpec.Kind.Processes(2, 1), StoveSpec.UNLIMITED);
        Comparison[] comparison = new Comparison[1];
        AtomicLong trips = new AtomicLong();
        comparison[0] =
                new Comparison(
                        List.of(processes),
                        batch(4),
                        options(3, 1, "1h"),
                        (spec, events) ->
                                scripted(spec, events, List.of("a"))
                                        .during(() -> {
                                            if (trips.incrementAndGet() == 10) {
                                                comparison[0].stop();
                                            }
                                        }),
                        ProcessProbe.NONE,
                        ComparisonListener.NONE);

        assertThat(comparison[0].run().partial()).isTrue();
        assertThat(trips).hasValue(10);
    }

    private ComparisonResult withIdleWorker(long batches) {
        return new Comparison(
                        List.of(FAST),
                        batch(4),
                        options(5, 1, "1h"),
                        (spec, events) ->
                                scripted(spec, events, List.of("a", "b")).othersIdleFor(batches),
                        ProcessProbe.NONE,
                        ComparisonListener.NONE)
                .run();
    }

    @Test
    void aPoolThatUsedUpItsTimeStillGetsThreeRounds() {
        ComparisonResult result = comparison(List.of(SLOW, FAST), options(10, 0, "100ms")).run();

        assertThat(result.pools().get(0).rounds()).hasSize(3);
        assertThat(result.pools().get(1).rounds()).hasSize(5);
    }

    @Test
    void aPoolThatWasNotMeasuredForLongEnoughGetsMoreRounds() {
        // Rounds of 40 ms and of 20 ms.
        ComparisonOptions options =
                new ComparisonOptions(
                        10,
                        OptionalInt.of(0),
                        Duration.ofMillis(600),
                        Duration.ofMillis(10_000),
                        42,
                        false);

        ComparisonResult result = comparison(List.of(SLOW, FAST), options).run();

        assertThat(result.pools().get(0).rounds()).hasSize(15);
        assertThat(result.pools().get(1).rounds()).hasSize(30);
        assertThat(options.expectedRounds(40e6)).isEqualTo(15);
        assertThat(options.expectedRounds(20e6)).isEqualTo(30);
        assertThat(options.expectedRounds(1e3)).isEqualTo(ComparisonOptions.MOST_FOR_TIME);
        assertThat(options.expectedRounds(2e9)).isEqualTo(5);
        assertThat(options.expectedRounds(9e9)).isEqualTo(ComparisonOptions.FEWEST_ROUNDS);
        assertThat(options.expectedRounds(Double.NaN)).isEqualTo(10);
        assertThatThrownBy(() ->
                        new ComparisonOptions(
                                10,
                                OptionalInt.of(0),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(1),
                                1,
                                false))
                .hasMessage("the least time for a pool must not be above the most, was 2s and 1s");
    }

    @Test
    void whatIsCompleteIsKeptWhenItIsStopped() {
        Comparison[] comparison = new Comparison[1];
        AtomicLong rounds = new AtomicLong();
        comparison[0] =
                new Comparison(
                        List.of(SLOW, FAST),
                        batch(4),
                        options(10, 0, "1h"),
                        (spec, events) ->
                                scripted(spec, events, List.of("a"))
                                        .during(() -> {
                                            if (rounds.incrementAndGet() == 6) {
                                                comparison[0].stop();
                                            }
                                        }),
                        ProcessProbe.NONE,
                        ComparisonListener.NONE);

        ComparisonResult result = comparison[0].run();

        assertThat(result.partial()).isTrue();
        assertThat(result.pools().stream().mapToInt(p -> p.rounds().size()).sum()).isEqualTo(5);
        assertThat(pools.values()).allMatch(ScriptedPool::isClosed);
    }

    @Test
    void openingAPoolIsInterruptedWhenItIsStopped() throws InterruptedException {
        // Worker JVMs take seconds to join; nobody who pressed Ctrl-C waits for them.
        CountDownLatch opening = new CountDownLatch(1);
        Comparison comparison =
                new Comparison(
                        List.of(SLOW, FAST),
                        batch(4),
                        options(3, 0, "1h"),
                        (spec, events) -> {
                            if (spec.equals(SLOW)) {
                                return scripted(spec, events, List.of("a"));
                            }
                            opening.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            throw new IllegalStateException("interrupted");
                        },
                        ProcessProbe.NONE,
                        ComparisonListener.NONE);
        Thread stopper =
                Thread.startVirtualThread(() -> {
                    try {
                        opening.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    comparison.stop();
                });

        ComparisonResult result = comparison.run();

        assertThat(result.partial()).isTrue();
        assertThat(result.pools()).extracting(PoolMeasurement::name).containsExactly("sequential");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        stopper.join();
    }

    @Test
    void beforeTheFirstPoolIsOpenThereIsNothingToKeep() {
        Comparison comparison = comparison(List.of(SLOW), options(3, 0, "1h"));
        comparison.stop();

        assertThatThrownBy(comparison::run).isInstanceOf(CancellationException.class);
    }

    @Test
    void whenOnePoolCannotOpenTheOthersAreClosed() {
        Comparison comparison =
                new Comparison(
                        List.of(SLOW, FAST),
                        batch(4),
                        options(3, 0, "1h"),
                        (spec, events) -> {
                            if (spec.equals(FAST)) {
                                throw new IllegalStateException("no room");
                            }
                            return scripted(spec, events, List.of("a"));
                        },
                        ProcessProbe.NONE,
                        ComparisonListener.NONE);

        assertThatThrownBy(comparison::run).hasMessage("no room");
        assertThat(pool(SLOW).isClosed()).isTrue();
    }

    @Test
    void theSamePoolTwiceGetsTwoNames() {
        ComparisonResult result = comparison(List.of(SLOW, SLOW), options(5, 0, "1h")).run();

        assertThat(result.pools())
                .extracting(PoolMeasurement::name)
                .containsExactly("sequential", "sequential #2");
        assertThat(result.speedUp(result.pools().get(1)).showsDifference()).isFalse();
    }

    @Test
    void aPoolWhoseJobsFailTakesNoPartInTheVerdict() {
        // Jobs that fail at once make their pool look like the fastest one.
        ComparisonResult result =
                new Comparison(
                                List.of(SLOW, FAST),
                                batch(4),
                                options(5, 0, "1h"),
                                (spec, events) ->
                                        spec.equals(FAST)
                                                ? scripted(spec, events, List.of("a", "b"))
                                                        .firstJobEnds(Outcome.Kind.FAILED)
                                                : scripted(spec, events, List.of("a")),
                                ProcessProbe.NONE,
                                ComparisonListener.NONE)
                        .run();

        assertThat(result.pools().get(1).failed()).isEqualTo(5);
        assertThat(result.verdict().fastest()).contains("sequential");
        assertThat(result.verdict().over()).isEmpty();
        assertThat(result.notes(8, 8))
                .contains(new Note(List.of("threads:2"), new Caution.FailedJobs(5)))
                .contains(new Note(List.of("sequential"), new Caution.NotWarmedUp()));
        assertThat(result.speedUp(result.pools().get(1))).isEqualTo(Ratio.UNKNOWN);
        assertThat(result.efficiency(result.pools().get(1))).isNaN();
        assertThat(result.ranked().getLast().name()).isEqualTo("threads:2");
    }

    @Test
    void nothingIsComparedWithAFirstPoolWhoseJobsFail() {
        ComparisonResult result =
                new Comparison(
                                List.of(FAST, SLOW),
                                batch(4),
                                options(5, 0, "1h"),
                                (spec, events) ->
                                        spec.equals(FAST)
                                                ? scripted(spec, events, List.of("a", "b"))
                                                        .firstJobEnds(Outcome.Kind.FAILED)
                                                : scripted(spec, events, List.of("a")),
                                ProcessProbe.NONE,
                                ComparisonListener.NONE)
                        .run();

        assertThat(result.pools()).allMatch(pool -> result.speedUp(pool).equals(Ratio.UNKNOWN));
        assertThat(result.pools()).allMatch(pool -> Double.isNaN(result.efficiency(pool)));
    }

    @Test
    void whatWorkersElsewhereUsedIsWhatTheyTellAfterARound() {
        AtomicLong used = new AtomicLong(400 * MILLIS);
        PoolWorker here = new PoolWorker("local", "here", 1, 1);
        ProcessProbe probe =
                _ ->
                        Optional.of(
                                new ProcessUsage(
                                        10 * MILLIS,
                                        List.of(new ProcessMemory(here, 100)),
                                        OptionalLong.of(0)));

        PoolMeasurement pool =
                new Comparison(
                                List.of(PoolSpec.parse("cluster:1")),
                                batch(4),
                                options(3, 1, "1h"),
                                (spec, events) ->
                                        scripted(spec, telling(events, used), List.of("a")),
                                probe,
                                ComparisonListener.NONE)
                        .run()
                        .pools()
                        .getFirst();

        assertThat(pool.rounds()).extracting(Round::cpuNanos).containsOnly(Optional.of(3 * MILLIS));
        assertThat(pool.rounds())
                .extracting(Round::residentBytes)
                .containsOnly(Optional.of(100L + 500));
        assertThat(pool.rounds())
                .as("what others used of a host cannot be told from what its workers used")
                .extracting(Round::othersNanos)
                .containsOnly(Optional.empty());
    }

    /// A worker that tells after each batch that it used 3 ms more.
    private static EventSink telling(EventSink events, AtomicLong used) {
        return event -> {
            events.accept(event);
            if (event instanceof RunEvent.BatchFinished batch) {
                events.accept(
                        new RunEvent.WorkerMeasured(
                                batch.atNanos() + 1,
                                "a",
                                500,
                                used.addAndGet(3 * MILLIS),
                                0,
                                0,
                                0,
                                0));
            }
        };
    }

    @Test
    void processorTimeIsTheDifferenceOverARoundAndMemoryTheMostSeen() {
        AtomicLong readings = new AtomicLong();
        ProcessProbe probe =
                workers -> {
                    assertThat(workers).extracting(PoolWorker::pid).containsExactly(7L);
                    long n = readings.incrementAndGet();
                    return Optional.of(
                            new ProcessUsage(
                                    n * MILLIS,
                                    List.of(
                                            new ProcessMemory(
                                                    workers.iterator().next(), 100 + n % 4)),
                                    OptionalLong.of(5 * n * MILLIS)));
                };

        PoolMeasurement pool =
                new Comparison(
                                List.of(SLOW),
                                batch(4),
                                options(3, 0, "1h"),
                                (spec, events) -> scripted(spec, events, List.of("a")),
                                probe,
                                ComparisonListener.NONE)
                        .run()
                        .pools()
                        .getFirst();

        assertThat(pool.cpuSeconds()).isCloseTo(0.001, within(1e-12));
        // 5 ms of all cores, 1 of them ours, in a round of 40 ms.
        assertThat(pool.others().cores()).isCloseTo(0.1, within(1e-12));
        assertThat(pool.memoryBytes()).contains(102L);
    }

    @Test
    void aWorkerThatDiesIsCounted() {
        ComparisonResult result =
                new Comparison(
                                List.of(SLOW),
                                batch(4),
                                options(3, 0, "1h"),
                                (spec, events) -> {
                                    ScriptedPool pool = scripted(spec, events, List.of("a"));
                                    return pool.during(() -> pool.loseWorker("a"));
                                },
                                ProcessProbe.NONE,
                                ComparisonListener.NONE)
                        .run();

        assertThat(result.pools().getFirst().workersLost()).isEqualTo(3);
    }

    @Test
    void nothingToDoIsRefused() {
        assertThatThrownBy(() -> comparison(List.of(), options(1, 0, "1h")))
                .hasMessage("a comparison's pools must be from 1 to 100, were 0");
        assertThatThrownBy(() -> new ComparisonOptions(0, 0, Duration.ofSeconds(1), 1))
                .hasMessageStartingWith("rounds must be from 1");
        assertThatThrownBy(() -> new ComparisonOptions(1, -1, Duration.ofSeconds(1), 1))
                .hasMessageStartingWith("warm-up rounds must be from 0");
        assertThatThrownBy(() -> new ComparisonOptions(1, 0, Duration.ZERO, 1))
                .hasMessageStartingWith("the time for a pool must be above 0");
    }

    private Comparison comparison(List<PoolSpec> specs, ComparisonOptions options) {
        return new Comparison(
                specs,
                batch(4),
                options,
                (spec, events) ->
                        scripted(
                                spec, events, spec.equals(FAST) ? List.of("a", "b") : List.of("a")),
                ProcessProbe.NONE,
                ComparisonListener.NONE);
    }

    private ScriptedPool scripted(PoolSpec spec, EventSink events, List<String> workers) {
        ScriptedPool pool =
                new ScriptedPool(spec, events, clock, workers, _ -> 10 * MILLIS)
                        .during(() -> order.add(spec.toString()));
        pools.put(spec, pool);
        return pool;
    }

    private ScriptedPool pool(PoolSpec spec) {
        return Objects.requireNonNull(pools.get(spec));
    }

    private static ComparisonOptions options(int rounds, int warmUps, String maxTime) {
        return new ComparisonOptions(rounds, warmUps, DurationRange.parseDuration(maxTime), 42);
    }

    private static Batch batch(int jobs) {
        return new Batch(
                new Echo(), Columns.of(Column.ofLongs(new long[jobs])), BatchOptions.DEFAULTS);
    }

    private static final class Echo implements Recipe {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public String summary() {
            return "gives back what it takes";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.required("n", ValueType.INTEGER, "a number"));
        }

        @Override
        public ValueType resultType() {
            return ValueType.INTEGER;
        }

        @Override
        public Value result(Row arguments, JobContext context) {
            return arguments.value(0);
        }
    }
}
