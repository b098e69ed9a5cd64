package dev.manykitchens.coordinator.local;

import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A program with a pool: prints the PIDs of all processes that this took on one line, keeps one of
/// them busy with a job, and does not end by itself.
final class PoolHolder {

    private PoolHolder() {}

    /// Starts it.
    ///
    /// @param job the pool's spec, a recipe that does not end, and its arguments
    static Process start(String... job) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                PoolHolder.class.getName()));
        command.addAll(List.of(job));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /// What it printed.
    static List<Long> pids(Process holder) throws Exception {
        try (BufferedReader output = holder.inputReader()) {
            return Arrays.stream(output.readLine().strip().split(" ")).map(Long::valueOf).toList();
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        Pool pool = Pools.open(arguments[0]);
        Object[] given = Arrays.copyOfRange(arguments, 2, arguments.length);
        var _ = pool.submit(arguments[1], given);
        ProcessHandle.current()
                .descendants()
                .forEach(process -> System.out.print(process.pid() + " "));
        System.out.println();
        Thread.currentThread().join();
    }
}
