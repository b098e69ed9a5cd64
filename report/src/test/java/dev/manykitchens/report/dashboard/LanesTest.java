package dev.manykitchens.report.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

class LanesTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Lanes lanes = new Lanes(0);

    @Test
    void aJobThatWasSeenRunningKeepsItsLane() {
        assertThat(seen(100, 1, 2)).containsExactly(0, 1);

        assertThat(lanes.ended(job(2), 2, 110)).isEqualTo(1);
        assertThat(lanes.ended(job(1), 1, 110)).isZero();
    }

    @Test
    void theNextJobOfAThreadTakesTheLaneOfTheOneBeforeThoughItsEndIsNotToldYet() {
        assertThat(seen(100, 1)).containsExactly(0);

        assertThat(lanes.running(List.of(job(2)), new long[] {150}, 200)).containsExactly(0);
        assertThat(lanes.ended(job(1), 1, 149)).as("drawn where it was seen").isZero();
        assertThat(lanes.running(List.of(job(2), job(3)), new long[] {150, 160}, 300))
                .as("the end of one does not free what the next one holds")
                .containsExactly(0, 1);
    }

    @Test
    void aJobThatHasEndedBeforeItIsToldThatItRunsTakesNoLane() {
        lanes.ended(job(1), 1, 90);

        assertThat(seen(100, 1)).containsExactly(Lanes.NONE);
        assertThat(lanes.ended(job(2), 91, 95)).isZero();
    }

    @Test
    void aJobOfWhichNobodyTellsAnyMoreIsForgotten() {
        seen(100, 1);
        long later = 100 + TimeUnit.SECONDS.toNanos(4);
        lanes.running(List.of(), new long[0], later);

        assertThat(lanes.ended(job(1), later, later + 5)).isZero();
        assertThat(lanes.ended(job(2), later + 1, later + 6)).isEqualTo(1);
    }

    @Test
    void thereIsAMostOfThem() {
        for (int i = 0; i < Lanes.MOST; i++) {
            assertThat(lanes.ended(job(i), 0, 10)).isEqualTo(i);
        }
        assertThat(lanes.ended(job(Lanes.MOST), 0, 10)).isEqualTo(Lanes.NONE);
    }

    @Test
    void aJobThatEndedBeforeAnotherBeganThatIsSeenIsDrawnBeforeIt() {
        assertThat(seen(100, 50)).containsExactly(0);

        assertThat(lanes.ended(job(1), 1, 50)).isZero();
    }

    @Test
    void whereNoLaneSeemsToHaveBeenFreeAJobTakesOverTheOneThatWasFreeFirst() {
        Lanes two = new Lanes(2);
        two.ended(job(1), 0, 10);
        two.ended(job(2), 0, 12);

        assertThat(two.ended(job(3), 9, 20)).isZero();
        assertThat(two.running(List.of(job(4)), new long[] {11}, 15)).containsExactly(1);
        assertThat(two.ended(job(5), 13, 30)).as("the other is held").isZero();
    }

    @Test
    void whereAllLanesAreHeldAJobThatEndedIsDrawnWhereTheLastBegan() {
        Lanes two = new Lanes(2);
        two.running(List.of(job(1), job(2)), new long[] {10, 20}, 100);

        assertThat(two.ended(job(3), 5, 21)).isEqualTo(1);
    }

    @Test
    void whatRunsInAKitchenThatBecomesSmallerKeepsItsLaneAndNobodyTakesItAfter() {
        Lanes four = new Lanes(4);
        assertThat(four.running(jobs(1, 2, 3, 4), new long[] {1, 1, 1, 1}, 100))
                .containsExactly(0, 1, 2, 3);
        four.resize(2, 110);

        assertThat(four.running(jobs(3, 4), new long[] {1, 1}, 200)).containsExactly(2, 3);
        assertThat(four.running(jobs(4, 5), new long[] {1, 210}, 300)[1]).isLessThan(2);
        four.ended(job(4), 1, 310);
        assertThat(four.running(jobs(5, 6), new long[] {210, 311}, 400))
                .as("two lanes for two slots")
                .containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void jobsThatBeganBeforeAKitchenBecameSmallerHaveTheLanesThatThereWere() {
        Lanes four = new Lanes(4);
        four.resize(3, 50);
        four.resize(2, 51);

        for (int job = 0; job < 4; job++) {
            assertThat(four.ended(job(job), 10 + job, 60)).isEqualTo(job);
        }
        assertThat(four.ended(job(4), 61, 70)).isLessThan(2);
    }

    @Test
    void moreJobsThatAreToldToRunAtOneMomentThanThereAreSlotsAreAllSeen() {
        Lanes two = new Lanes(2);

        assertThat(two.running(jobs(1, 2, 3), new long[] {1, 2, 3}, 10)).containsExactly(0, 1, 2);
    }

    @Test
    void aKitchenThatBecomesLargerHasMoreLanes() {
        Lanes one = new Lanes(1);
        one.resize(2, 50);

        assertThat(one.running(jobs(1, 2), new long[] {60, 61}, 100)).containsExactly(0, 1);
    }

    /// Short jobs on four threads, whose ends are told late and not in order.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shortJobsNeverTakeMoreLanesThanThereAreThreads(long seed) {
        Kitchen kitchen = new Kitchen(4, seed);

        kitchen.work(20_000 * MILLI);

        assertThat(kitchen.lanes).containsOnly(0, 1, 2, 3);
        assertThat(kitchen.overlapping)
                .as("bars that begin before the one before them ends, of %s", kitchen.bars)
                .isLessThan(kitchen.bars / 10);
    }

    /// Threads that work without a pause: each tells the ends of its jobs some at a time, and every
    /// tenth of a second it is told what runs.
    private static final class Kitchen {

        final Set<Integer> lanes = new TreeSet<>();
        int bars;
        int overlapping;

        private final Lanes tested;
        private final Random random;
        private final int threads;
        private final Map<Integer, TreeMap<Long, Long>> drawn = new HashMap<>();
        private int jobs;

        Kitchen(int threads, long seed) {
            this.threads = threads;
            tested = new Lanes(threads);
            random = new Random(seed);
        }

        private record Job(int number, long start, long end) {}

        void work(long untilNanos) {
            List<Job> now = new ArrayList<>();
            List<List<Job>> untold = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                now.add(next(0));
                untold.add(new ArrayList<>());
            }
            for (long time = 0; time < untilNanos; time += MILLI) {
                for (int thread = 0; thread < threads; thread++) {
                    Job job = now.get(thread);
                    while (job.end() <= time) {
                        untold.get(thread).add(job);
                        job = next(job.end());
                    }
                    now.set(thread, job);
                    if (random.nextInt(25) == 0) {
                        untold.get(thread).forEach(this::draw);
                        untold.get(thread).clear();
                    }
                }
                if (time % (100 * MILLI) == 0) {
                    look(now, time);
                }
            }
        }

        private Job next(long start) {
            long takes = random.nextInt(20) == 0 ? 150 * MILLI : 8 * MILLI;
            return new Job(++jobs, start, start + takes + random.nextLong(MILLI));
        }

        private void look(List<Job> now, long time) {
            List<Lanes.Attempt> attempts = now.stream().map(job -> job(job.number())).toList();
            long[] starts = now.stream().mapToLong(Job::start).toArray();
            int[] where = tested.running(attempts, starts, time);
            assertThat(where).doesNotHaveDuplicates();
            Arrays.stream(where).forEach(lanes::add);
        }

        private void draw(Job job) {
            int lane = tested.ended(job(job.number()), job.start(), job.end());
            lanes.add(lane);
            bars++;
            TreeMap<Long, Long> others = drawn.computeIfAbsent(lane, _ -> new TreeMap<>());
            Map.Entry<Long, Long> before = others.floorEntry(job.start());
            Map.Entry<Long, Long> after = others.ceilingEntry(job.start());
            if ((before != null && before.getValue() > job.start())
                    || (after != null && after.getKey() < job.end())) {
                overlapping++;
            }
            others.put(job.start(), job.end());
        }
    }

    private static List<Lanes.Attempt> jobs(int... numbers) {
        return Arrays.stream(numbers).mapToObj(LanesTest::job).toList();
    }

    /// Jobs that began at the moment of their numbers.
    private int[] seen(long now, int... jobs) {
        return lanes.running(jobs(jobs), Arrays.stream(jobs).asLongStream().toArray(), now);
    }

    private static Lanes.Attempt job(int number) {
        return new Lanes.Attempt(1, number, 1);
    }
}
