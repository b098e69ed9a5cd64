package dev.manykitchens.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

class KernelSpeedTest {

    private final StringWriter printed = new StringWriter();

    @Test
    void oneThatCannotBeHadIsARowThatSaysWhy() throws InterruptedException {
        assertThat(
                        run(
                                new Fake(() -> {
                                    throw new KernelMissingException("nobody installed it");
                                })))
                .isTrue();

        assertThat(printed.toString())
                .containsPattern("Other 1.2 +not measured: nobody installed it");
    }

    @Test
    void oneThatIsAheadIsNoticed() throws InterruptedException {
        assertThat(run(new Fake(() -> 1e-9))).isFalse();
    }

    @Test
    void oneThatIsBehindIsComparedInTurnsOfTheSameRound() throws InterruptedException {
        assertThat(run(new Fake(() -> 1e9))).isTrue();

        assertThat(printed.toString()).containsPattern("Other 1.2 +0.00 +0.000 +\\d+");
    }

    private boolean run(OtherKernel other) throws InterruptedException {
        return new KernelSpeed(new PrintWriter(printed), 2, 1_000, List.of(other)).run();
    }

    /// Takes as long as it is told to say.
    private record Fake(Seconds seconds) implements OtherKernel {

        @FunctionalInterface
        private interface Seconds {
            double get() throws KernelMissingException;
        }

        @Override
        public String name() {
            return "Other";
        }

        @Override
        public String version() {
            return "Other 1.2";
        }

        @Override
        public int divisor() {
            return 2;
        }

        @Override
        public double seconds(
                int servers, double arrivalsPerSecond, double serviceSeconds, int jobs)
                throws KernelMissingException {
            assertThat(jobs).isEqualTo(500);
            return seconds.get();
        }
    }
}
