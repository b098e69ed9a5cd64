package dev.manykitchens.report.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class SimulationProgressTest {

    @Test
    void whatIsCountedIsSaidBeforeTheFirstIsOverToo() {
        AtomicLong clock = new AtomicLong();
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try (SimulationProgress progress = new SimulationProgress(nowhere, 80, clock::get)) {
            progress.replicated(0, 1_000);
            assertThat(progress.message()).isEqualTo("the first of 1,000 replications");

            clock.set(Duration.ofSeconds(1).toNanos());
            progress.running(0.25);
            assertThat(progress.message()).isEqualTo("1:06:39 left, 0.25 of 1,000 replications");

            clock.set(Duration.ofSeconds(2).toNanos());
            progress.replicated(2, 12);
            assertThat(progress.message()).isEqualTo("0:10 left, 2 of 12 replications");
        }
    }
}
