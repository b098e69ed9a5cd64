package dev.manykitchens.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.stream.LongStream;

/// Thousands of random runs of the dispatcher with faults. A run that fails prints its seed and how
/// to see it again (`-Dseed=…`); `-Druns=…` changes how many there are, `-Dfirst=…` where the seeds
/// begin.
@Order(1)
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

        // No run knows of another, so that every core plays some.
        try {
            LongStream.range(FIRST, FIRST + RUNS)
                    .parallel()
                    .mapToObj(run -> new FaultyRun(run, false).play().tally())
                    .forEachOrdered(all::add);
        } catch (AssertionError e) {
            // What another thread threw comes as a copy without its words, with them as its cause.
            throw e.getMessage() == null && e.getCause() instanceof AssertionError told ? told : e;
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
        assertThat(all.copies).isGreaterThan(RUNS / 4);
        assertThat(all.broken).isGreaterThan(RUNS / 2);
        assertThat(all.comebacks).isGreaterThan(RUNS / 4);
        assertThat(all.fullCrews).isGreaterThan(RUNS);
        assertThat(all.resized).isGreaterThan(RUNS / 10);
        assertThat(all.paused).isGreaterThan(RUNS / 2);
        assertThat(all.resumed).isGreaterThan(RUNS / 10);
        assertThat(all.ahead).isGreaterThan(RUNS / 2);
    }

    @Test
    void killerThatIsStoppedWhileItHoldsAPermitGivesItBack() {
        // A lease is cancelled whose job would have killed its worker: nobody dies, and a permit
        // that stayed with the job would keep all others waiting for ever.
        assertThat(new FaultyRun(93_464, false).play().keepsNothing()).isTrue();
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
