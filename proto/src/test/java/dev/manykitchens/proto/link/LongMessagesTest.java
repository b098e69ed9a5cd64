package dev.manykitchens.proto.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongMessagesTest {

    private static final long PART = LongMessages.QUIET_BYTES;

    private long now;
    private int told;
    private final LongMessages messages = new LongMessages(() -> told++, () -> now);

    @Test
    void shortMessagesTellOfThemselves() {
        for (int message = 0; message < 1_000; message++) {
            now += LongMessages.LEAST_PAUSE.toNanos();
            messages.began();
            messages.came(PART - 1);
        }

        assertThat(told).isZero();
    }

    @Test
    void ofALongMessageEachPartIsTold() {
        messages.began();
        for (int part = 0; part < 10; part++) {
            now += LongMessages.LEAST_PAUSE.toNanos();
            messages.came(PART / 2);
            messages.came(PART / 2);
        }

        assertThat(told).isEqualTo(10);
    }

    @Test
    void howeverFastItComesItIsToldFromTimeToTime() {
        messages.began();
        for (int part = 0; part < 1_000; part++) {
            now += LongMessages.LEAST_PAUSE.toNanos() / 100;
            messages.came(PART);
        }

        assertThat(told).isEqualTo(10);
    }
}
