package dev.manykitchens.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import org.junit.jupiter.api.Test;

class WorkerPlacesTest {

    private final WorkerPlaces places = new WorkerPlaces(3);

    @Test
    void theFirstAreWhereTheirNumberSaysWhateverOrderTheyJoinIn() {
        joined("w2", 12);
        joined("w3", 13);

        assertThat(places.pidAt(1)).isEmpty();
        assertThat(places.pidAt(2)).hasValue(12);
        assertThat(places.pidAt(3)).hasValue(13);
    }

    @Test
    void whoComesLaterTakesThePlaceThatIsEmptyLongest() {
        joined("w1", 11);
        joined("w2", 12);
        joined("w3", 13);
        changed("w3", WorkerState.SUSPECT);
        assertThat(places.pidAt(3)).hasValue(13);
        changed("w3", WorkerState.LOST);
        changed("w1", WorkerState.LEFT);
        joined("w4", 14);
        joined("w5", 15);

        assertThat(places.pidAt(3)).hasValue(14);
        assertThat(places.pidAt(1)).hasValue(15);
        assertThat(places.pidAt(4)).isEmpty();
    }

    @Test
    void oneTooManyHasNoPlace() {
        joined("w1", 11);
        joined("w2", 12);
        joined("w3", 13);
        joined("w4", 14);
        joined("kitchen", 15);

        assertThat(places.pidAt(4)).isEmpty();
        assertThat(places.pidAt(1)).hasValue(11);
    }

    private void joined(String worker, long pid) {
        places.accept(new RunEvent.WorkerJoined(0, worker, "here", pid, 1));
    }

    private void changed(String worker, WorkerState state) {
        places.accept(new RunEvent.WorkerChanged(0, worker, state, ""));
    }
}
