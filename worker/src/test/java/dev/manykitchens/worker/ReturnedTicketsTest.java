package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ReturnedTicketsTest {

    private final ReturnedTickets returned = new ReturnedTickets();
    private final List<Long> said = new ArrayList<>();

    @Test
    void aReturnIsForgottenWhenALaterHeartbeatWasHeard() {
        returned.giveBack(1, said::add);

        returned.heard(later());

        returned.again(said::add);
        assertThat(said).containsExactly(1L);
    }

    @Test
    void aReturnOfWhichNobodyHasHeardIsSaidOnEveryStream() {
        returned.giveBack(1, said::add);
        returned.giveBack(2, said::add);

        returned.again(said::add);
        returned.again(said::add);

        assertThat(said).containsExactly(1L, 2L, 1L, 2L, 1L, 2L);
    }

    /// Whoever comes back says first what it has, with a heartbeat, and then what it gave back:
    /// when the stream breaks in between, that heartbeat was heard, and the return was not.
    @Test
    void aHeartbeatBeforeAReturnIsSaidAgainSaysNothingOfIt() {
        returned.giveBack(1, _ -> {});
        long beat = later();

        returned.again(said::add);
        returned.heard(beat);

        returned.again(said::add);
        assertThat(said).containsExactly(1L, 1L);
    }

    @Test
    void whatNobodyWaitsForIsNotSaid() {
        returned.giveBack(1, said::add);

        returned.forget();

        returned.again(said::add);
        assertThat(said).containsExactly(1L);
    }

    /// A time after all that has happened.
    private static long later() {
        long now = System.nanoTime();
        while (System.nanoTime() == now) {
            Thread.onSpinWait();
        }
        return System.nanoTime();
    }
}
