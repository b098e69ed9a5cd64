package dev.manykitchens.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class WaitingBatchesTest {

    private final Lane lane = new Submitter(0, 0).lane("wait");

    @Test
    void theHighestPriorityComesFirstWheneverItCame() {
        WaitingBatches waiting = new WaitingBatches(batch(1, 5));
        waiting.add(batch(2, 0));
        waiting.add(batch(3, 9));
        waiting.add(batch(4, 5));
        waiting.add(batch(5, 9));

        assertThat(waiting.isSorted()).isTrue();
        assertThat(takenOneByOne(waiting)).containsExactly(3L, 5L, 1L, 4L, 2L);
        assertThat(waiting.isEmpty()).isTrue();
    }

    @Test
    void oneThatHadItsTurnStandsBehindItsEqualsOnly() {
        BatchQueue urgent = batch(1, 3);
        WaitingBatches waiting = new WaitingBatches(urgent);
        waiting.add(batch(2, 3));
        BatchQueue other = batch(3, 1);
        waiting.add(other);
        waiting.add(batch(4, 1));

        waiting.toTheEnd(urgent);
        waiting.toTheEnd(other);

        assertThat(takenOneByOne(waiting)).containsExactly(2L, 1L, 4L, 3L);
    }

    @Test
    void oneThatLeavesTakesItsPriorityAlongWhenItWasTheLast() {
        BatchQueue urgent = batch(1, 3);
        BatchQueue middle = batch(2, 2);
        WaitingBatches waiting = new WaitingBatches(urgent);
        waiting.add(middle);
        waiting.add(batch(3, 1));

        assertThat(waiting.remove(middle)).isTrue();
        assertThat(waiting.remove(middle)).as("a second time").isFalse();
        assertThat(waiting.contains(middle)).isFalse();
        assertThat(waiting.remove(urgent)).isTrue();

        assertThat(waiting.priority()).isEqualTo(1);
        assertThat(waiting.isSorted()).isTrue();
        assertThat(takenOneByOne(waiting)).containsExactly(3L);
    }

    private static List<Long> takenOneByOne(WaitingBatches waiting) {
        List<Long> numbers = new ArrayList<>();
        while (!waiting.isEmpty()) {
            BatchQueue first = waiting.first();
            numbers.add(first.number());
            waiting.remove(first);
        }
        return numbers;
    }

    private BatchQueue batch(long number, int priority) {
        return new BatchQueue(
                new Input.BatchSubmitted(number, "wait", 10, 3, 0, 0, false, false, priority),
                lane,
                DispatchOptions.DEFAULTS);
    }
}
