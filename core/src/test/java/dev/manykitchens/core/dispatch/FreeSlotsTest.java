package dev.manykitchens.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class FreeSlotsTest {

    private final FreeSlots slots = new FreeSlots();
    private final Map<WorkerEntry, FreeSlots.Place> places = new HashMap<>();

    @Test
    void mostRoomComesFirstAndAmongEqualsWhoWaitsLongest() {
        WorkerEntry one = worker("one");
        WorkerEntry two = worker("two");
        WorkerEntry three = worker("three");
        slots.put(place(one), 1);
        slots.put(place(two), 3);
        slots.put(place(three), 3);

        assertThat(slots.best()).isSameAs(two);
        slots.put(place(two), 2);
        assertThat(slots.best()).isSameAs(three);
        slots.put(place(two), 3);
        assertThat(slots.best()).as("two came back behind three").isSameAs(three);
    }

    @Test
    void puttingAgainWithTheSameRoomKeepsThePlace() {
        WorkerEntry one = worker("one");
        WorkerEntry two = worker("two");
        slots.put(place(one), 2);
        slots.put(place(two), 2);

        slots.put(place(one), 2);

        assertThat(slots.best()).isSameAs(one);
    }

    @Test
    void nobodyIsBestWhenAllHaveLeft() {
        WorkerEntry one = worker("one");
        slots.put(place(one), 1000);
        assertThat(place(one).isIn(slots)).isTrue();

        place(one).leave();
        place(one).leave();

        assertThat(slots.isEmpty()).isTrue();
        assertThat(place(one).isIn(slots)).isFalse();
        assertThatIllegalStateException().isThrownBy(slots::best);
    }

    @Test
    void workerStandsInOneListAtMost() {
        FreeSlots other = new FreeSlots();
        WorkerEntry one = worker("one");
        slots.put(place(one), 1);

        other.put(place(one), 1);

        assertThat(slots.isEmpty()).isTrue();
        assertThat(other.best()).isSameAs(one);
    }

    @Test
    void agreesWithAPlainListOverManyChanges() {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(7L);
        List<WorkerEntry> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(worker("w" + i));
        }
        Map<WorkerEntry, Integer> plain = new LinkedHashMap<>();

        for (int i = 0; i < 20_000; i++) {
            WorkerEntry worker = all.get(random.nextInt(all.size()));
            int room = random.nextInt(70);
            int capped = Math.min(room, 63);
            if (room == 0) {
                place(worker).leave();
                plain.remove(worker);
            } else {
                slots.put(place(worker), room);
                if (plain.getOrDefault(worker, 0) != capped) {
                    plain.remove(worker);
                    plain.put(worker, capped);
                }
            }

            // The first of the largest: max would take the last.
            List<WorkerEntry> sorted = new ArrayList<>(plain.keySet());
            sorted.sort(Comparator.comparingInt(w -> -plain.getOrDefault(w, 0)));
            assertThat(slots.isEmpty()).isEqualTo(sorted.isEmpty());
            if (!sorted.isEmpty()) {
                assertThat(slots.best()).isSameAs(sorted.getFirst());
            }
        }
    }

    private FreeSlots.Place place(WorkerEntry worker) {
        return places.computeIfAbsent(worker, FreeSlots.Place::new);
    }

    private static WorkerEntry worker(String name) {
        return new WorkerEntry(
                new Input.WorkerJoined(name, "here", 1, 1, Set.of()), new Skills(Set.of()), 0, 0);
    }
}
