package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.io.PrintWriter;
import java.io.StringWriter;

class ComplaintsTest {

    @Command(name = "kitchen")
    private static final class Kitchen {}

    private final StringWriter said = new StringWriter();
    private final CommandLine kitchen =
            new CommandLine(new Kitchen()).setErr(new PrintWriter(said, true));

    @Test
    void tooLittleMemoryIsOneLineThatSaysWhatHelps() {
        int exit = new Complaints().handleError(new OutOfMemoryError("Java heap space"), kitchen);

        assertThat(exit).isEqualTo(ExitCode.FAILED);
        assertThat(said.toString().lines()).hasSize(1);
        assertThat(said.toString()).startsWith("kitchen: the jobs").contains("-Xmx");
    }

    @Test
    void anyOtherErrorIsABugOfOursWithItsTrace() {
        int exit = new Complaints().handleError(new UnsatisfiedLinkError("no such call"), kitchen);

        assertThat(exit).isEqualTo(ExitCode.BUG);
        assertThat(said.toString()).contains("this is a bug", "no such call", "\tat ");
    }
}
