package dev.manykitchens.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.scenario.DurationDistribution;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;

class LinkTest {

    private static final int MESSAGES = 1_000;

    private final Simulation simulation = new Simulation();
    private final List<Integer> arrived = new ArrayList<>();

    @Test
    void streamKeepsEveryMessageAndTheirOrder() {
        send(LinkFaults.NONE);

        assertThat(arrived).hasSize(MESSAGES).isSorted();
        assertThat(simulation.now()).isEqualTo(MESSAGES + 100);
    }

    @Test
    void faultyLinkLosesDuplicatesAndReorders() {
        send(new LinkFaults(0.2, 0.2, 0.2, 50));

        int different = new HashSet<>(arrived).size();
        assertThat(different).isBetween(MESSAGES * 7 / 10, MESSAGES * 9 / 10);
        assertThat(arrived.size() - different).isBetween(MESSAGES / 10, MESSAGES / 4);
        assertThat(arrived).isNotEqualTo(arrived.stream().sorted().toList());
    }

    @Test
    void repairedLinkIsAStream() {
        Link link = link(new LinkFaults(0.9, 0, 0, 0));
        link.repair();

        for (int i = 0; i < MESSAGES; i++) {
            int number = i;
            link.send(() -> arrived.add(number));
        }
        simulation.run();

        assertThat(arrived).hasSize(MESSAGES).isSorted();
    }

    @Test
    void faultsMustBeProbabilities() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LinkFaults(1, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new LinkFaults(0, -0.1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new LinkFaults(0, 0, Double.NaN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new LinkFaults(0, 0, 0, -1));
    }

    private void send(LinkFaults faults) {
        Link link = link(faults);
        for (int i = 1; i <= MESSAGES; i++) {
            int number = i;
            simulation.at(i, () -> link.send(() -> arrived.add(number)));
        }
        simulation.run();
    }

    private Link link(LinkFaults faults) {
        LinkPlan plan =
                new LinkPlan(
                        new DurationDistribution.Constant(Duration.ofNanos(100)),
                        OptionalDouble.empty(),
                        faults);
        return Link.of(plan, simulation, RandomStreams.seeded(1));
    }
}
