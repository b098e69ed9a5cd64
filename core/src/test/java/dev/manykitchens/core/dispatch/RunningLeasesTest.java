package dev.manykitchens.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

class RunningLeasesTest {

    private final WorkerEntry worker =
            new WorkerEntry(
                    new Input.WorkerJoined("w1", "here", 1, 1, Set.of()),
                    new Skills(Set.of()),
                    0,
                    0);
    private final BatchQueue batch =
            new BatchQueue(
                    new Input.BatchSubmitted(1, "recipe", 1000, 3, 0, 0, false),
                    new Submitter(0, 0).lane("recipe"),
                    DispatchOptions.DEFAULTS);
    private final RunningLeases running = new RunningLeases();

    /// Empty places must neither be found nor be in the way.
    @Test
    void itSaysTheSameAsATreeMapWhateverComesAndGoes() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        TreeMap<Integer, Lease> map = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            int first = random.nextInt(60);
            Lease known = map.get(first);
            if (random.nextBoolean()) {
                Lease lease = lease(first);
                running.put(lease);
                map.put(first, lease);
            } else if (known != null) {
                running.remove(known);
                map.remove(first);
            }
            int asked = random.nextInt(70);
            assertThat(running.startingAt(asked)).isSameAs(map.get(asked));
            Map.Entry<Integer, Lease> floor = map.floorEntry(asked);
            assertThat(running.upTo(asked)).isSameAs(floor == null ? null : floor.getValue());
            assertThat(running.all()).isEqualTo(List.copyOf(map.values()));
        }
    }

    @Test
    void aLeaseWhosePlaceAnotherOneTookIsNotRemoved() {
        Lease original = lease(5);
        Lease copy = lease(5);
        running.put(original);
        running.put(copy);

        running.remove(original);

        assertThat(running.startingAt(5)).isSameAs(copy);
    }

    private Lease lease(int first) {
        return new Lease(1, worker, batch, new Range(first, 1, 1, false), 0);
    }
}
