package dev.manykitchens.coordinator.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class ProcessOutputTest {

    private final List<String> passedOn = new CopyOnWriteArrayList<>();

    @Test
    void whatAProcessPrintedIsHeardAlsoWhenItIsKilledAfterItDied()
            throws IOException, InterruptedException {
        Process process = started("echo no more flour >&2; exit 3");
        process.waitFor();
        ProcessOutput.kill(process);
        LastWords words = new LastWords(passedOn::add);

        ProcessOutput.read(process.getErrorStream(), words, "output").awaitEnd();

        assertThat(words.text()).isEqualTo("no more flour");
        assertThat(passedOn).containsExactly("no more flour");
    }

    @Test
    void killingEndsAProcess() throws IOException, InterruptedException {
        Process process = started("sleep 20");

        ProcessOutput.kill(process);

        assertThat(process.waitFor()).isEqualTo(128 + 9);
    }

    @Test
    void whoDiesSilentHasNoLastWords() throws IOException, InterruptedException {
        assertThat(lastWordsOf("exit 3")).isEmpty();
    }

    @Test
    void aChildThatKeepsThePipeOpenHoldsNobodyUp() throws IOException, InterruptedException {
        Process process = started("sleep 20 & echo $! >&2; exit 3");
        LastWords words = new LastWords(passedOn::add);
        ProcessOutput output = ProcessOutput.read(process.getErrorStream(), words, "output");

        process.waitFor();
        output.awaitEnd();

        assertThat(words.text()).matches("\\d+");
        ProcessHandle.of(Long.parseLong(words.text())).ifPresent(ProcessHandle::destroyForcibly);
    }

    private String lastWordsOf(String script) throws IOException, InterruptedException {
        Process process = started(script);
        LastWords words = new LastWords(passedOn::add);
        ProcessOutput output = ProcessOutput.read(process.getErrorStream(), words, "output");
        process.waitFor();
        output.awaitEnd();
        return words.text();
    }

    private static Process started(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).start();
    }
}
