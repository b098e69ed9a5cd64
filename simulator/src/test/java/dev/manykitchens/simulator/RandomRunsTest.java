package dev.manykitchens.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Thousands of random runs of the dispatcher with faults. A run that fails prints its seed and how
/// to see it again (`-Dseed=…`); `-Druns=…` changes how many there are, `-Dfirst=…` where the seeds
/// begin.
class RandomRunsTest {

    private static final int RUNS = Integer.getInteger("runs", 10_000);
    private static final long FIRST = Long.getLong("first", 1);

    @Test
    @Timeout(900)
    void everyPromiseHoldsInThousandsOfRunsWithFaults() {
        Long seed = Long.getLong("seed");
        if (seed != null) {
            System.out.println(new FaultyRun(seed, false).play().tally());
            return;
        }
        Tally all = new Tally();

        for (long run = FIRST; run < FIRST + RUNS; run++) {
            all.add(new FaultyRun(run, false).play().tally());
        }

        // Runs in which nothing happens would prove nothing.
        System.out.println("random runs: " + all);
        assertThat(all.jobs).isGreaterThan(20 * RUNS);
        assertThat(all.crashes).isGreaterThan(RUNS / 2);
        assertThat(all.silences).isGreaterThan(RUNS / 10);
        assertThat(all.suspicions).isGreaterThan(RUNS / 10);
        assertThat(all.requeuedCounted).isGreaterThan(RUNS / 2);
        assertThat(all.requeuedUncounted).isGreaterThan(RUNS / 10);
        assertThat(all.expired).isGreaterThan(RUNS / 10);
        assertThat(all.returned).isGreaterThan(RUNS / 100);
        assertThat(all.dropped).isGreaterThan(RUNS / 10);
        assertThat(all.partial).isGreaterThan(RUNS / 10);
        assertThat(all.alone).isGreaterThan(RUNS / 10);
        assertThat(all.grants).isGreaterThan(RUNS / 2);
        assertThat(all.workerLost).isGreaterThan(RUNS / 10);
        assertThat(all.cancelled).isGreaterThan(RUNS / 10);
    }

    @Test
    void theSameSeedGivesTheSameCommands() {
        for (long seed = FIRST; seed < FIRST + 50; seed++) {
            long once = new FaultyRun(seed, true).play().fingerprint();
            long again = new FaultyRun(seed, true).play().fingerprint();

            assertThat(again).as("seed " + seed).isEqualTo(once);
        }
    }
}
