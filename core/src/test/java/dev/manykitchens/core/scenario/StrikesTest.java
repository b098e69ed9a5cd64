package dev.manykitchens.core.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.scenario.Fault.Schedule;
import dev.manykitchens.core.scenario.Fault.Target;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class StrikesTest {

    private static final Fault ONCE =
            new Fault.Kill(new Target.At(2), new Schedule.Once(Duration.ofMillis(50)));
    private static final Fault OFTEN =
            new Fault.Pause(
                    new Target.Any(),
                    new Schedule.Every(DistributionText.parse("exponential 10ms")),
                    Duration.ofMillis(1));
    private static final Fault SLOW =
            new Fault.Cut(
                    new Target.OfKind("slow"),
                    new Schedule.Every(DistributionText.parse("20ms")),
                    Duration.ofMillis(1));

    @Test
    void theyComeInTheOrderOfTheirTimes() {
        List<Strikes.Strike> all = strikes(3, 200, ONCE, OFTEN, SLOW);

        assertThat(all).extracting(Strikes.Strike::atNanos).isSorted();
        assertThat(all).filteredOn(strike -> strike.fault().equals(ONCE)).hasSize(1);
        assertThat(all)
                .filteredOn(strike -> strike.fault().equals(SLOW))
                .extracting(strike -> strike.atNanos() / 1_000_000)
                .startsWith(20L, 40L, 60L);
        assertThat(all.getLast().atNanos() / 1e6).isBetween(1_000.0, 2_000.0);
    }

    @Test
    void eachStrikesWhomItIsMeantFor() {
        List<Strikes.Strike> all = strikes(6, 500, ONCE, OFTEN, SLOW);

        assertThat(placesOf(all, ONCE)).containsExactly(2);
        assertThat(placesOf(all, OFTEN)).contains(1, 2, 3, 4, 5, 6);
        assertThat(placesOf(all, SLOW)).containsOnly(3, 6).contains(3, 6);
    }

    @Test
    void whoIsNotThereIsNotStruck() {
        assertThat(strikes(1, 10, ONCE)).isEmpty();
        assertThat(strikes(2, 10, SLOW)).isEmpty();
        assertThat(strikes(2, 10)).isEmpty();
    }

    @Test
    void oneMoreFaultChangesNoneOfThoseBefore() {
        List<Strikes.Strike> alone = strikes(3, 50, OFTEN);
        List<Strikes.Strike> among = strikes(3, 200, OFTEN, ONCE, SLOW);

        assertThat(among)
                .filteredOn(strike -> strike.fault().equals(OFTEN))
                .startsWith(alone.toArray(Strikes.Strike[]::new));
    }

    private static List<Integer> placesOf(List<Strikes.Strike> all, Fault fault) {
        return all.stream()
                .filter(strike -> strike.fault().equals(fault))
                .map(Strikes.Strike::place)
                .toList();
    }

    private static List<Strikes.Strike> strikes(int workers, int most, Fault... faults) {
        WorkerConditions conditions =
                new WorkerConditions(
                        List.of(new WorkerKind("fast", 1, 2), new WorkerKind("slow", 0.5, 1)),
                        Optional.empty(),
                        List.of(faults),
                        Duration.ZERO);
        Strikes strikes = new Strikes(conditions, workers, RandomStreams.seeded(3));
        List<Strikes.Strike> all = new ArrayList<>();
        IntStream.range(0, most).forEach(_ -> strikes.next().ifPresent(all::add));
        return all;
    }
}
