package dev.manykitchens.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.random.RandomStreams;

import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

class SimulationTest {

    private final Simulation simulation = new Simulation();
    private final List<String> happened = new ArrayList<>();

    @Test
    void clockJumpsFromOneActionToTheNext() {
        simulation.at(30, () -> note("c"));
        simulation.at(10, () -> note("a"));
        simulation.at(20, () -> note("b"));

        simulation.run();

        assertThat(happened).containsExactly("10 a", "20 b", "30 c");
        assertThat(simulation.steps()).isEqualTo(3);
        assertThat(simulation.step()).isFalse();
    }

    @Test
    void whatIsDueAtTheSameTimeHappensAsItWasAskedFor() {
        for (int i = 0; i < 100; i++) {
            int number = i;
            simulation.at(7, () -> note("" + number));
        }

        simulation.run();

        for (int i = 0; i < 100; i++) {
            assertThat(happened.get(i)).isEqualTo("7 " + i);
        }
    }

    @Test
    void actionsMayAskForMore() {
        simulation.after(
                5,
                () -> {
                    note("first");
                    simulation.after(0, () -> note("at once"));
                    simulation.after(5, () -> note("later"));
                });

        simulation.run();

        assertThat(happened).containsExactly("5 first", "5 at once", "10 later");
    }

    /// What is asked for at the very time at which it is due takes a shorter way.
    @Test
    void whatIsAskedForAtOnceComesBehindWhatWasAskedForEarlier() {
        simulation.at(
                5,
                () -> {
                    note("first");
                    simulation.at(5, () -> note("at once"));
                    simulation.after(0, () -> note("at once as well"));
                });
        simulation.at(5, () -> note("second"));
        simulation.at(6, () -> note("later"));

        simulation.runUntil(4);
        assertThat(simulation.pending()).isEqualTo(3);
        simulation.step();
        assertThat(simulation.pending()).isEqualTo(4);
        simulation.runUntil(4);
        assertThat(happened).containsExactly("5 first");
        simulation.runUntil(5);

        assertThat(happened)
                .containsExactly("5 first", "5 second", "5 at once", "5 at once as well");
    }

    @Test
    void runningUntilATimeTakesWhatIsDueAndSetsTheClock() {
        simulation.at(10, () -> note("a"));
        simulation.at(20, () -> note("b"));
        simulation.at(21, () -> note("c"));

        simulation.runUntil(20);
        assertThat(happened).containsExactly("10 a", "20 b");
        simulation.runUntil(20);
        assertThat(simulation.pending()).isEqualTo(1);
        simulation.runUntil(1_000);

        assertThat(simulation.now()).isEqualTo(1_000);
        assertThat(happened).hasSize(3);
    }

    @Test
    void pastCannotBeChanged() {
        simulation.runUntil(100);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulation.at(99, () -> note("too late")))
                .withMessageContaining("99 ns when it was 100 ns");
    }

    @Test
    void heapAgreesWithALibrarysQueue() {
        record Entry(long time, int number) {}
        UniformRandomProvider random = RandomStreams.seeded(3).stream("heap");
        EventHeap heap = new EventHeap();
        PriorityQueue<Entry> plain =
                new PriorityQueue<>(
                        Comparator.comparingLong(Entry::time).thenComparingInt(Entry::number));
        List<Integer> taken = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            if (random.nextInt(5) < 3) {
                int number = i;
                long time = random.nextLong(1_000);
                heap.add(time, () -> taken.add(number));
                plain.add(new Entry(time, number));
            } else {
                runFirst(heap);
                Entry first = plain.poll();
                if (first != null) {
                    expected.add(first.number());
                }
            }
        }
        while (!heap.isEmpty()) {
            runFirst(heap);
        }
        while (!plain.isEmpty()) {
            expected.add(plain.remove().number());
        }

        assertThat(taken).isEqualTo(expected);
    }

    @Test
    void streamsOfOneSeedAreTheSameAndOfOtherConcernsDifferent() {
        RandomStreams one = RandomStreams.seeded(5);
        RandomStreams same = RandomStreams.seeded(5);

        long first = one.stream("faults").nextLong();

        assertThat(one.stream("latencies").nextLong()).isNotEqualTo(first);
        assertThat(same.stream("faults").nextLong()).isEqualTo(first);
        assertThat(same.stream("faults").nextLong()).as("goes on").isNotEqualTo(first);
        assertThat(RandomStreams.seeded(6).stream("faults").nextLong()).isNotEqualTo(first);
    }

    private static void runFirst(EventHeap heap) {
        Runnable first = heap.poll();
        if (first != null) {
            first.run();
        }
    }

    private void note(String what) {
        happened.add(simulation.now() + " " + what);
    }
}
