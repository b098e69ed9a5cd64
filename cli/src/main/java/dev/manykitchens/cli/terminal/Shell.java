package dev.manykitchens.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/// What a command runs in.
///
/// @param out results
/// @param err progress and complaints
/// @param terminal what the two lead to
/// @param interrupts how the user stops the command
/// @param loss why results could not be written; empty when they could, or when their reader had
///   enough
public record Shell(
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Interrupts interrupts,
        Supplier<Optional<String>> loss) {

    /// The streams of this process, whatever `System.out` is.
    ///
    /// @param terminal what they lead to
    /// @param end tells interrupts from other ends of this JVM
    public static Shell ofProcess(Terminal terminal, JvmEnd end) {
        Outlet out = new Outlet(new FileOutputStream(FileDescriptor.out));
        Outlet err = new Outlet(new FileOutputStream(FileDescriptor.err));
        return new Shell(
                stream(out, "stdout.encoding"),
                stream(err, "stderr.encoding"),
                terminal,
                new ProcessInterrupts(end),
                out::loss);
    }

    /// A system without a locale claims that it only knows ASCII, and yet its terminal shows UTF-8.
    private static PrintStream stream(Outlet outlet, String property) {
        Charset told =
                Charset.forName(System.getProperty(property, "UTF-8"), StandardCharsets.UTF_8);
        Charset used = told.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : told;
        return new PrintStream(outlet, true, used);
    }
}
