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
import java.util.function.Consumer;

/// Runs the command in this process and keeps what it prints.
final class TestShell {

    private final ByteArrayOutputStream out;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal;
    private final Interrupts interrupts;

    private TestShell(Terminal terminal, Interrupts interrupts) {
        this(terminal, interrupts, new ByteArrayOutputStream());
    }

    private TestShell(Terminal terminal, Interrupts interrupts, ByteArrayOutputStream out) {
        this.out = out;
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

    /// Output goes to a terminal of this width; somebody else says when the user interrupts.
    static TestShell terminal(int width, Interrupts interrupts) {
        OptionalInt columns = OptionalInt.of(width);
        return new TestShell(new Terminal(columns, columns, false), interrupts);
    }

    /// Output goes to pipes; somebody else says when the user interrupts.
    static TestShell interruptedBy(Interrupts interrupts) {
        return new TestShell(Terminal.NONE, interrupts);
    }

    /// Output goes to pipes, and somebody reads along: each piece of standard output, as it comes.
    static TestShell watched(Consumer<String> reader) {
        ByteArrayOutputStream out =
                new ByteArrayOutputStream() {
                    @Override
                    public synchronized void write(byte[] bytes, int offset, int length) {
                        super.write(bytes, offset, length);
                        reader.accept(new String(bytes, offset, length, StandardCharsets.UTF_8));
                    }
                };
        return new TestShell(Terminal.NONE, _ -> new Quiet(false), out);
    }

    /// Output goes to a terminal of this width that shows colours.
    static TestShell colourful(int width) {
        OptionalInt columns = OptionalInt.of(width);
        return new TestShell(new Terminal(columns, columns, true), _ -> new Quiet(false));
    }

    /// Runs the command and returns its exit code.
    int run(String... args) {
        return KitchenMain.execute(shell(), args);
    }

    /// The command with its subcommands.
    CommandLine commandLine() {
        return KitchenMain.commandLine(shell());
    }

    /// What commands get.
    Shell shell() {
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
