package dev.manykitchens.simulator.kitchen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.manykitchens.simulator.Simulation;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class SimulatedCoresTest {

    private final Simulation simulation = new Simulation();
    private final List<String> ends = new ArrayList<>();

    @Test
    void oneThatComesLaterSlowsTheFirstDownUntilItIsDone() {
        // Alone until 2, so 8 are left; then half a core each: b has its 4 after 8; a has 4 left.
        SimulatedCores cores = new SimulatedCores(simulation, 1);
        begin(cores, 0, "a", 10);
        begin(cores, 2, "b", 4);

        simulation.run();

        assertThat(ends).containsExactly("b 10", "a 14");
        assertThat(cores.busyNanos()).isEqualTo(14);
    }

    @Test
    void threeOnTwoCoresProgressAtTwoThirds() {
        // c has its 300 at 450; then a and b have a core each for the 300 that they still need.
        SimulatedCores cores = new SimulatedCores(simulation, 2);
        begin(cores, 0, "a", 600);
        begin(cores, 0, "b", 600);
        begin(cores, 0, "c", 300);

        simulation.run();

        assertThat(ends).containsExactly("c 450", "a 750", "b 750");
        assertThat(cores.busyNanos()).isEqualTo(1_500);
        assertThat(cores.mostRunning()).isEqualTo(3);
    }

    @Test
    void aSparedCoreHelpsNobody() {
        SimulatedCores cores = new SimulatedCores(simulation, 4);
        begin(cores, 0, "a", 70);
        begin(cores, 30, "b", 70);

        simulation.run();

        assertThat(ends).containsExactly("a 70", "b 100");
        assertThat(cores.busyNanos()).isEqualTo(140);
    }

    @Test
    void whoIsStoppedKeepsWhatItHadAndGivesItsShareBack() {
        // Each has 5 of its 20 at 10, when a is stopped; b needs 15 more.
        SimulatedCores cores = new SimulatedCores(simulation, 1);
        List<SimulatedCores.Task> stopped = new ArrayList<>();
        simulation.at(0, () -> stopped.add(cores.begin(20, () -> note("a"))));
        begin(cores, 0, "b", 20);
        simulation.at(10, () -> assertThat(cores.stop(stopped.getFirst())).isEqualTo(15));

        simulation.run();

        assertThat(ends).containsExactly("b 25");
    }

    @Test
    void whatEndsWithinANanosecondEndsWithIt() {
        // A third of a core each: 1 ns of work takes 3, 2 ns take 6.
        SimulatedCores cores = new SimulatedCores(simulation, 1);
        begin(cores, 0, "a", 1);
        begin(cores, 0, "b", 1);
        begin(cores, 0, "c", 2);

        simulation.run();

        assertThat(ends).containsExactly("a 3", "b 3", "c 4");
    }

    @Test
    void longTimesManyThreadsAndManyCoresDoNotOverflow() {
        SimulatedCores cores = new SimulatedCores(simulation, 10_000);
        long year = 365L * 24 * 3_600 * 1_000_000_000;
        for (int i = 0; i < 20_000; i++) {
            begin(cores, 0, "", year + i);
        }

        simulation.run();

        assertThat(simulation.now()).isBetween(2 * year, 2 * year + 40_000);
        assertThat(cores.busyNanos()).isCloseTo(20_000.0 * year, within(1e12));
    }

    private void begin(SimulatedCores cores, long at, String name, long nanos) {
        simulation.at(at, () -> cores.begin(nanos, () -> note(name)));
    }

    private void note(String name) {
        ends.add(name + " " + simulation.now());
    }
}
