package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The command as a process of its own, the leader of its process group, as a shell starts it.
final class KitchenProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path out;
    private final Path err;

    private KitchenProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /// Starts `kitchen ARGS`.
    static KitchenProcess start(Path folder, Map<String, String> environment, String... args)
            throws IOException {
        // A build server may run all of this with Ctrl-C ignored, and a JVM keeps to that.
        List<String> command =
                new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,TERM,HUP"));
        command.addAll(java(args));
        return start(folder, environment, command);
    }

    /// Starts `kitchen ARGS | head -1`.
    static KitchenProcess startBeforeHead(Path folder, String... args) throws IOException {
        String quoted = String.join(" ", java(args).stream().map(arg -> "'" + arg + "'").toList());
        return start(folder, Map.of(), List.of("setsid", "sh", "-c", quoted + " | head -1"));
    }

    /// Starts `kitchen ARGS > /dev/full`.
    static KitchenProcess startBeforeAFullDisk(Path folder, String... args) throws IOException {
        String quoted = String.join(" ", java(args).stream().map(arg -> "'" + arg + "'").toList());
        return start(folder, Map.of(), List.of("sh", "-c", quoted + " > /dev/full"));
    }

    private static List<String> java(String... args) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                System.getProperty("java.home")
                                        + File.separator
                                        + "bin"
                                        + File.separator
                                        + "java",
                                // It lives for a second or two: C2 and a parallel collector would
                                // only take the cores from its workers.
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KitchenMain.class.getName()));
        command.addAll(List.of(args));
        return command;
    }

    private static KitchenProcess start(
            Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new KitchenProcess(builder.start(), out, err);
    }

    /// Waits for its end and returns the exit code.
    int await() throws InterruptedException, IOException {
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            processes().forEach(ProcessHandle::destroyForcibly);
        }
        assertThat(ended).as("ended in time; it said %s %s", out(), err()).isTrue();
        return process.exitValue();
    }

    /// Whether it has not ended.
    boolean isAlive() {
        return process.isAlive();
    }

    /// Its number.
    long pid() {
        return process.pid();
    }

    /// Ends it, if it has not ended.
    void kill() {
        processes().forEach(ProcessHandle::destroyForcibly);
    }

    /// What it has started, and what that has.
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /// SIGKILL for it alone: nobody but the system is left to tell what it started.
    void killAlone() {
        process.destroyForcibly();
    }

    /// Ctrl-C: to every process of the group, as a terminal sends it.
    void interrupt() throws IOException, InterruptedException {
        signal("INT");
    }

    /// Another signal to every process of the group.
    void signal(String name) throws IOException, InterruptedException {
        int exit =
                new ProcessBuilder("kill", "-" + name, "--", "-" + process.pid())
                        .inheritIO()
                        .start()
                        .waitFor();
        assertThat(exit).isZero();
    }

    /// Waits until there are so many worker JVMs, and returns them. One that rehearses is not
    /// meant: it comes before the pool, and only when no pool of this build was opened before.
    List<ProcessHandle> awaitWorkers(int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> workers().size() >= count);
        return workers();
    }

    private List<ProcessHandle> workers() {
        return process.descendants()
                .filter(p -> p.info().command().orElse("").endsWith("java"))
                .filter(p -> !isRehearsing(p))
                .toList();
    }

    private static boolean isRehearsing(ProcessHandle worker) {
        return Arrays.stream(worker.info().arguments().orElse(new String[0]))
                .anyMatch(argument -> argument.startsWith("-XX:ArchiveClassesAtExit"));
    }

    private List<ProcessHandle> processes() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        return all;
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }
}
