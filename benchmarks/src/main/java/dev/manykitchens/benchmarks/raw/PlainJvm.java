package dev.manykitchens.benchmarks.raw;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A JVM of the same Java and class path as this one, with a main class and flags of its own.
public final class PlainJvm {

    private static final List<String> SILENT =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

    private final Class<?> main;
    private final List<String> flags;

    /// Runs a main class.
    ///
    /// @param flags beside those that keep gRPC's libraries silent
    public PlainJvm(Class<?> main, List<String> flags) {
        this.main = main;
        this.flags = List.copyOf(flags);
    }

    /// Its process, not started; what it says as an error is shown.
    public ProcessBuilder toProcess(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SILENT);
        command.addAll(flags);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder;
    }
}
