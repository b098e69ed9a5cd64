package dev.manykitchens.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// What a command runs in.
///
/// @param out results
/// @param err progress and complaints
/// @param terminal what the two lead to
/// @param interrupts how the user stops the command
public record Shell(PrintStream out, PrintStream err, Terminal terminal, Interrupts interrupts) {

    /// The streams of this process.
    public static Shell ofProcess() {
        return new Shell(
                stream(FileDescriptor.out, "stdout.encoding"),
                stream(FileDescriptor.err, "stderr.encoding"),
                Terminal.ofProcess(),
                new ProcessInterrupts());
    }

    /// A system without a locale claims that it only knows ASCII, and yet its terminal shows UTF-8.
    private static PrintStream stream(FileDescriptor descriptor, String property) {
        Charset told =
                Charset.forName(System.getProperty(property, "UTF-8"), StandardCharsets.UTF_8);
        Charset used = told.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : told;
        return new PrintStream(new FileOutputStream(descriptor), true, used);
    }
}
