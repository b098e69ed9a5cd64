package dev.manykitchens.coordinator.spawn;

import dev.manykitchens.core.pool.PoolSpec;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How a worker JVM is started: the same Java as this one, a class path, a few flags. Nothing
/// secret stands in it.
///
/// @param command the program and its arguments
/// @param classPath goes into the environment as `CLASSPATH`: a command line may be too short for
///   it, and a file of arguments would stay behind when this process is killed
public record WorkerCommand(List<String> command, String classPath) {

    /// The class to run: a name, because workers and their coordinator share no code but the
    /// wire's.
    private static final String MAIN = "dev.manykitchens.worker.WorkerMain";

    private static final String LIST = "worker-classpath.txt";

    private static final long SMALLEST_HEAP_MEGABYTES = 256;
    private static final double HEAPS_SHARE_OF_MEMORY = 0.6;

    public WorkerCommand {
        command = List.copyOf(command);
    }

    /// The command for one of `processes` workers.
    ///
    /// @param recipeJars jars that hold users' recipes
    /// @throws IllegalStateException in one line when the class path of a worker cannot be found
    public static WorkerCommand of(PoolSpec.Kind.Processes kind, List<Path> recipeJars) {
        List<String> command = new ArrayList<>();
        command.add(javaProgram().toString());
        command.addAll(flags(kind.size()));
        command.add(MAIN);
        String classPath =
                Stream.concat(
                                workerClassPath().stream(),
                                recipeJars.stream().map(jar -> jar.toAbsolutePath().toString()))
                        .reduce((left, right) -> left + File.pathSeparator + right)
                        .orElseThrow();
        return new WorkerCommand(command, classPath);
    }

    /// A process of this command, not started.
    ProcessBuilder toProcess() {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("CLASSPATH", classPath);
        return builder;
    }

    private static Path javaProgram() {
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        Path windows = bin.resolve("java.exe");
        return Files.exists(windows) ? windows : bin.resolve("java");
    }

    /// Why each flag:
    /// - Serial GC: a worker has about one core; parallel collectors of several JVMs would fight
    ///   for the same cores, and it starts fastest. The just-in-time compiler stays whole:
    ///   CPU-heavy jobs need it.
    /// - The most heap: all workers together must fit into the machine's memory; by default each
    ///   would take up to a quarter of it.
    /// - A fixed young generation: tiny jobs leave much garbage and nothing else.
    /// - No file of performance data: it would stay behind when the worker is killed.
    /// - No native transport: loopback gains nothing by it, and loading it takes time. What Netty
    ///   does all the same with Unsafe needs no warning.
    /// - Its log: plain lines, which appear here behind its name.
    /// - UTF-8: what a worker prints is read here.
    private static List<String> flags(int processes) {
        long megabytes =
                Math.max(
                        SMALLEST_HEAP_MEGABYTES,
                        (long) (memoryMegabytes() * HEAPS_SHARE_OF_MEMORY / processes));
        return List.of(
                "-XX:+UseSerialGC",
                "-Xmx" + megabytes + "m",
                "-Xmn32m",
                "-XX:-UsePerfData",
                "-Dio.grpc.netty.shaded.io.netty.transport.noNative=true",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.io.grpc=error",
                "-Dorg.slf4j.simpleLogger.showThreadName=false",
                "-Dorg.slf4j.simpleLogger.showLogName=false",
                "-Dorg.slf4j.simpleLogger.warnLevelString=kitchen:",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Djava.awt.headless=true");
    }

    private static long memoryMegabytes() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean host
                ? host.getTotalMemorySize() >> 20
                : 0;
    }

    /// In the distribution the jars listed for workers; everywhere else (tests, programs that use
    /// this as a library) all of this JVM's class path.
    private static List<String> workerClassPath() {
        Optional<List<String>> listed = listedBeside(ownJar());
        if (listed.isPresent()) {
            return listed.get();
        }
        String main = MAIN.replace('.', '/') + ".class";
        if (WorkerCommand.class.getClassLoader().getResource(main) == null) {
            throw new IllegalStateException(
                    "worker JVMs need many-kitchens-worker on the class path, it is not there; add it as a dependency");
        }
        return absolute(System.getProperty("java.class.path"));
    }

    /// The jars of a worker, when this jar stands in the `lib` folder of a distribution.
    static Optional<List<String>> listedBeside(Path jar) {
        Path lib = jar.getParent();
        Path list = lib == null ? jar : lib.resolveSibling(LIST);
        if (lib == null || !Files.isRegularFile(list)) {
            return Optional.empty();
        }
        try (Stream<String> names = Files.lines(list)) {
            return Optional.of(
                    names.filter(name -> !name.isBlank())
                            .map(name -> lib.resolve(name.strip()).toString())
                            .toList());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the list of a worker's jars must be readable, was not: " + list, e);
        }
    }

    private static List<String> absolute(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .toList();
    }

    /// Where this class was loaded from.
    private static Path ownJar() {
        CodeSource source = WorkerCommand.class.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a jar's location must be a path, was not", e);
        }
    }
}
