package dev.manykitchens.report.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;

class WrongTokensTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final WrongTokens wrong = new WrongTokens(clock::get);

    @Test
    void tenAreLookedAtAndThenOneEverySecond() {
        for (int i = 0; i < WrongTokens.MOST; i++) {
            assertThat(wrong.mayTry(HERE)).isTrue();
            wrong.wrong(HERE);
        }
        assertThat(wrong.mayTry(HERE)).isFalse();

        clock.addAndGet(WrongTokens.EACH.toNanos());
        assertThat(wrong.mayTry(HERE)).isTrue();
        wrong.wrong(HERE);
        assertThat(wrong.mayTry(HERE)).isFalse();

        clock.addAndGet(WrongTokens.EACH.toNanos() * WrongTokens.MOST);
        for (int i = 0; i < WrongTokens.MOST; i++) {
            assertThat(wrong.mayTry(HERE)).isTrue();
            wrong.wrong(HERE);
        }
        assertThat(wrong.mayTry(HERE)).isFalse();
    }

    @Test
    void othersAreNotSlowedDown() {
        for (int i = 0; i < WrongTokens.MOST; i++) {
            wrong.wrong(HERE);
        }

        assertThat(wrong.mayTry(HERE)).isFalse();
        assertThat(wrong.mayTry(THERE)).isTrue();
    }
}
