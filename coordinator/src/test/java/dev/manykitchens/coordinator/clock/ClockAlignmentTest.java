package dev.manykitchens.coordinator.clock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

class ClockAlignmentTest {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    @Test
    void aRoundTripBoundsTheOffsetByHalfItsLength() {
        ClockAlignment clock = new ClockAlignment();
        long offset = 5 * SECOND; // ours − theirs

        // Down in 1 ms, up in 3 ms: the middle is off by 1 ms, the error 2 ms.
        clock.arrived(100 * SECOND, 100 * SECOND - offset + MILLI);
        clock.heard(100 * SECOND - offset + 2 * MILLI, 100 * SECOND + 5 * MILLI);

        assertThat(clock.errorNanos()).isEqualTo(2 * MILLI);
        assertThat(clock.toOurs(95 * SECOND)).isEqualTo(100 * SECOND + MILLI);
    }

    @Test
    void nothingIsKnownBeforeBothDirectionsWereSeen() {
        ClockAlignment clock = new ClockAlignment();
        assertThat(clock.errorNanos()).isEqualTo(Long.MAX_VALUE);

        clock.heard(0, 7 * SECOND);

        assertThat(clock.errorNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(clock.toOurs(SECOND)).isEqualTo(8 * SECOND);
    }

    @Test
    void theTruthLiesWithinTheErrorWhateverTheNetworkDoes() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long offset = random.nextLong(-1_000 * SECOND, 1_000 * SECOND);
            ClockAlignment clock = new ClockAlignment();
            long now = random.nextLong(1_000 * SECOND);
            for (int message = 0; message < 300; message++) {
                now += random.nextLong(SECOND);
                long delay = random.nextLong(50 * MILLI);
                if (random.nextBoolean()) {
                    clock.heard(now - delay - offset, now);
                } else {
                    clock.arrived(now, now + delay - offset);
                }
                if (clock.errorNanos() < Long.MAX_VALUE) {
                    long wrong = Math.abs(clock.toOurs(now - offset) - now);
                    assertThat(wrong).as("seed %d", seed).isLessThanOrEqualTo(clock.errorNanos());
                }
            }
            assertThat(clock.errorNanos()).isLessThan(20 * MILLI);
        }
    }

    @Test
    void aClockThatDriftsIsFollowed() {
        ClockAlignment clock = new ClockAlignment();
        // 100 microseconds a second: in ten minutes 60 ms, far more than a round trip.
        for (long second = 0; second < 600; second++) {
            long now = second * SECOND;
            long theirs = now + second * 100_000;
            clock.arrived(now, theirs + MILLI);
            clock.heard(theirs + MILLI, now + 2 * MILLI);
        }

        long now = 600 * SECOND;
        assertThat(clock.toOurs(now + 600 * 100_000)).isBetween(now - 8 * MILLI, now + 8 * MILLI);
    }

    @Test
    void oneAndTheSameClockNeedsNoAlignment() {
        ClockAlignment same = ClockAlignment.same();

        same.heard(1_000, 3_000);
        same.arrived(5_000, 9_000);

        assertThat(same.toOurs(7_000)).isEqualTo(7_000);
        assertThat(same.errorNanos()).isZero();
    }
}
