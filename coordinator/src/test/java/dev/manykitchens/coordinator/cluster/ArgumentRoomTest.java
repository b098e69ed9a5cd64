package dev.manykitchens.coordinator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ArgumentRoomTest {

    private final ArgumentRoom room = new ArgumentRoom(100);
    private final List<String> taken = new ArrayList<>();

    @Test
    void whoFitsIsServedAtOnce() {
        assertThat(want("a", 60).isTaken()).isTrue();
        assertThat(want("b", 40).isTaken()).isTrue();
        assertThat(taken).containsExactly("a", "b");
    }

    @Test
    void whoDoesNotFitIsNotOvertaken() {
        ArgumentRoom.Share first = want("first", 60);
        want("large", 80);
        want("small", 10);
        assertThat(taken).containsExactly("first");

        room.giveBack(List.of(first));

        assertThat(taken).containsExactly("first", "large", "small");
    }

    @Test
    void whenTheOneInFrontStopsWaitingThoseBehindItAreServed() {
        want("first", 60);
        ArgumentRoom.Share large = want("large", 80);
        want("small", 10);

        room.giveBack(List.of(large));

        assertThat(taken).containsExactly("first", "small");
        assertThat(room.waiting()).isZero();
        assertThat(room.taken()).isEqualTo(70);
    }

    @Test
    void whoStopsWaitingForSeveralGetsNoneOfThem() {
        ArgumentRoom.Share held = want("held", 60);
        ArgumentRoom.Share large = want("large", 80);
        ArgumentRoom.Share small = want("small", 10);

        room.giveBack(List.of(large, small, held));

        assertThat(taken).containsExactly("held");
        assertThat(room.taken()).isZero();
        assertThat(room.waiting()).isZero();
    }

    private ArgumentRoom.Share want(String who, long bytes) {
        return room.want(bytes, () -> taken.add(who));
    }
}
