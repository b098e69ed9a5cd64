package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.cli.terminal.Terminal;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Runs the command in this process and keeps what it prints.
final class TestShell {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal;
    private final Interrupts interrupts;

    private TestShell(Terminal terminal, Interrupts interrupts) {
        this.terminal = terminal;
        this.interrupts = interrupts;
    }

    /// Output goes to pipes, and nobody interrupts.
    static TestShell piped() {
        return new TestShell(Terminal.NONE, _ -> new Quiet(false));
    }

    /// Output goes to a terminal of this width.
    static TestShell terminal(int width) {
        OptionalInt columns = OptionalInt.of(width);
        return new TestShell(new Terminal(columns, columns, false), _ -> new Quiet(false));
    }

    /// Output goes to pipes; somebody else says when the user interrupts.
    static TestShell interruptedBy(Interrupts interrupts) {
        return new TestShell(Terminal.NONE, interrupts);
    }

    /// Runs the command and returns its exit code.
    int run(String... args) {
        return KitchenMain.execute(shell(), args);
    }

    /// The command with its subcommands.
    CommandLine commandLine() {
        return KitchenMain.commandLine(shell());
    }

    private Shell shell() {
        return new Shell(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                interrupts,
                Optional::empty);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    List<String> lines() {
        return out().lines().toList();
    }

    /// A watch that never stops anything.
    record Quiet(boolean interrupted) implements Interrupts.Watch {
        @Override
        public void close() {}
    }
}
