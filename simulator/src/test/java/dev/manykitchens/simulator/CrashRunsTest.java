package dev.manykitchens.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/// Thousands of random runs in which the coordinator crashes and its disk loses what was not
/// forced. A run that fails prints its seed and how to see it again (`-Dseed=…`); `-Druns=…`
/// changes how many there are, `-Dfirst=…` where the seeds begin.
@Order(1)
class CrashRunsTest {

    private static final int RUNS = Integer.getInteger("runs", 10_000);
    private static final long FIRST = Long.getLong("first", 1);

    @Test
    @Timeout(900)
    void nothingAcceptedIsLostAndNothingIsToldTwiceWheneverTheCoordinatorCrashes() {
        Long seed = Long.getLong("seed");
        if (seed != null) {
            new DurableRun(seed).play();
            return;
        }
        AtomicInteger crashes = new AtomicInteger();
        AtomicInteger returned = new AtomicInteger();
        AtomicInteger leases = new AtomicInteger();
        AtomicInteger lucky = new AtomicInteger();
        try {
            LongStream.range(FIRST, FIRST + RUNS)
                    .parallel()
                    .forEach(run -> {
                        DurableRun played = new DurableRun(run).play();
                        crashes.addAndGet(played.crashes());
                        returned.addAndGet(played.returned());
                        leases.addAndGet(played.restoredLeases());
                        lucky.addAndGet(played.luckyEntries());
                    });
        } catch (AssertionError e) {
            // What another thread threw comes as a copy without its words, with them as its cause.
            throw e.getMessage() == null && e.getCause() instanceof AssertionError told ? told : e;
        }

        // Runs in which nothing happens would prove nothing.
        System.out.println(
                "crash runs: crashes=%s returned=%s leases=%s lucky=%s"
                        .formatted(crashes, returned, leases, lucky));
        assertThat(crashes.get()).isGreaterThan(RUNS);
        assertThat(returned.get()).isGreaterThan(RUNS);
        assertThat(leases.get()).isGreaterThan(RUNS / 2);
        assertThat(lucky.get()).isGreaterThan(RUNS / 10);
    }
}
