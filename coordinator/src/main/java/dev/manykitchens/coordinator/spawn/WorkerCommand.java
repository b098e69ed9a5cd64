package dev.manykitchens.coordinator.spawn;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.core.pool.HeapLimit;
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
import java.util.UUID;
import java.util.stream.Stream;

/// How a worker JVM is started: the same Java as this one, a class path, a few flags. Nothing
/// secret stands in it.
///
/// @param command the program and its arguments
/// @param classPath goes into the environment as `CLASSPATH`: a command line may be too short for
///   it, and a file of arguments would stay behind when this process is killed
/// @param archive of classes that it may take from there
public record WorkerCommand(
        List<String> command, WorkerClassPath classPath, Optional<ClassArchive> archive) {

    /// The class to run: a name, because workers and their coordinator share no code but the
    /// wire's.
    private static final String MAIN = "dev.manykitchens.worker.WorkerMain";

    private static final String MAIN_FILE = MAIN.replace('.', '/') + ".class";

    private static final String LIST = "worker-classpath.txt";

    private static final String DIAGNOSTIC = "-XX:+UnlockDiagnosticVMOptions";

    /// No word about an archive that is being made.
    private static final String SILENT = "-XX:-DisplayVMOutput";

    private static final long SMALLEST_HEAP_MEGABYTES = 256;

    /// A larger one has wider pointers: they eat up what it has more, and no archive of classes
    /// that was made with narrow ones suits.
    private static final long LARGEST_HEAP_MEGABYTES = 30L << 10;

    /// How flags begin that say how large the heap and its parts may be: archives of classes do not
    /// depend on them.
    private static final String SIZES = "-Xm";

    /// Of these the flag that says how large the heap may become: a number and `m` follow.
    private static final String MOST_HEAP = SIZES + "x";

    private static final String NOT_COMPILED =
            "-XX:CompileCommand=exclude,jdk.internal.classfile.impl.";

    private static final long FIRST_MEGABYTES = 128;
    private static final long YOUNG_MEGABYTES = 32;
    private static final double HEAPS_SHARE_OF_MEMORY = 0.6;

    public WorkerCommand {
        command = List.copyOf(command);
    }

    /// A command without an archive.
    public WorkerCommand(List<String> command, WorkerClassPath classPath) {
        this(command, classPath, Optional.empty());
    }

    /// The command for one of `processes` workers.
    ///
    /// @param recipeJars jars that hold users' recipes
    /// @param heap the most heap of each; empty: its share of this machine's memory
    /// @throws IllegalStateException in one line when the class path of a worker cannot be found
    public static WorkerCommand of(
            PoolSpec.Kind.Processes kind, List<Path> recipeJars, Optional<HeapLimit> heap) {
        List<String> command = new ArrayList<>();
        command.add(javaProgram().toString());
        command.addAll(flags(heap.map(HeapLimit::megabytes).orElseGet(() -> share(kind.size()))));
        command.add(MAIN);
        return new WorkerCommand(command, workerClassPath().and(recipeJars));
    }

    /// Whether workers can do with the jars of their class path, but for users' recipes, and have
    /// the narrow pointers of most: then their classes can be archived.
    public boolean isArchivable() {
        return hasNarrowPointers() && classPath.jarsHold(MAIN_FILE);
    }

    /// Whether the heap may not become so large that pointers are wide.
    private boolean hasNarrowPointers() {
        return command.stream()
                .filter(part -> part.startsWith(MOST_HEAP))
                .allMatch(part -> megabytes(part) <= LARGEST_HEAP_MEGABYTES);
    }

    private static long megabytes(String mostHeap) {
        return Long.parseLong(mostHeap.substring(MOST_HEAP.length(), mostHeap.length() - 1));
    }

    /// Stands for all that an archive of this command's classes depends on: this Java, the flags
    /// but for the sizes of the heap, and what is in the jars.
    ///
    /// @throws IOException when a jar cannot be read
    public String archiveName() throws IOException {
        StringBuilder all = new StringBuilder(System.getProperty("java.vm.version"));
        command.stream()
                .filter(part -> !part.startsWith(SIZES))
                .forEach(part -> all.append('\n').append(part));
        for (String jar : classPath.jars()) {
            all.append('\n').append(jar).append(' ').append(Checksum.of(Path.of(jar)));
        }
        return "worker-" + UUID.nameUUIDFromBytes(all.toString().getBytes(UTF_8));
    }

    /// The same with classes from an archive, as long as it suits.
    public WorkerCommand from(ClassArchive of) {
        return new WorkerCommand(command, classPath, Optional.of(of));
    }

    /// The same without what an archive cannot hold; a worker writes down what it loaded when it
    /// ends well.
    ///
    /// @param record where
    public WorkerCommand recording(Path record) {
        return new WorkerCommand(
                with("-XX:AOTMode=record", "-XX:AOTConfiguration=" + record, SILENT),
                classPath.jarsAlone());
    }

    /// A process that makes an archive of what was loaded, not started: the same Java with the same
    /// flags, without anything to run.
    ///
    /// @param record written by a worker
    /// @param archive to be written
    public ProcessBuilder archiving(Path record, Path archive) {
        List<String> making =
                with(
                        "-XX:AOTMode=create",
                        "-XX:AOTConfiguration=" + record,
                        "-XX:AOTCache=" + archive,
                        SILENT);
        return toProcess(making.subList(0, making.size() - 1), classPath.jarsAlone());
    }

    /// This command with flags before the class to run.
    private List<String> with(String... flags) {
        List<String> longer = new ArrayList<>(command.subList(0, command.size() - 1));
        longer.addAll(List.of(flags));
        longer.add(command.getLast());
        return longer;
    }

    /// A process of this command, not started. Its archive is left out when a jar was changed since
    /// it was found to suit: the JVM would not notice.
    public ProcessBuilder toProcess() {
        return toProcess(
                archive.filter(ClassArchive::suits)
                        .map(of -> with("-XX:AOTCache=" + of.file()))
                        .orElse(command),
                classPath);
    }

    private static ProcessBuilder toProcess(List<String> command, WorkerClassPath classPath) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("CLASSPATH", classPath.text());
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
    ///   would take up to a quarter of it. Nobody's jobs run faster with more, see
    ///   docs/how-to/memory.md.
    /// - A heap that starts small: what is kept about each of its pages is touched at once, and the
    ///   default is a part of the machine's memory.
    /// - A fixed young generation: tiny jobs leave much garbage and nothing else. A smaller one
    ///   makes the worker smaller, and jobs that allocate half as slow again.
    /// - No file of performance data: it would stay behind when the worker is killed.
    /// - No native transport: loopback gains nothing by it, and loading it takes time. What Netty
    ///   does all the same with Unsafe needs no warning.
    /// - No events of Netty for the Flight Recorder: registering their classes takes a seventh of
    ///   all CPU time of a start.
    /// - No pools of buffers: their chunks are 8 MB, and a worker sends so few and so full messages
    ///   that taking memory for each costs nothing that could be measured.
    /// - Two methods that are not compiled: they make the hidden classes of lambdas, at the start
    ///   and hardly ever later, and compiling one of them takes 8 MB that are not given back.
    /// - Methods that are compiled when they were called some ten times as often as by default:
    ///   compiling what a start calls some hundred times took a third of its CPU time. Loops, which
    ///   jobs that compute have, are compiled as soon as ever.
    /// - No profiles from the archive of classes: with them compilers begin at once, and the start
    ///   has to wait for them.
    /// - No word about archives of classes: one that does not suit is not used, that is all.
    /// - Its log: plain lines, which appear here behind its name.
    /// - UTF-8: what a worker prints is read here.
    private static List<String> flags(long megabytes) {
        return List.of(
                "-XX:+UseSerialGC",
                MOST_HEAP + megabytes + "m",
                SIZES + "s" + Math.min(FIRST_MEGABYTES, megabytes) + "m",
                SIZES + "n" + Math.min(YOUNG_MEGABYTES, megabytes / 4) + "m",
                "-XX:-UsePerfData",
                "-Dio.grpc.netty.shaded.io.netty.transport.noNative=true",
                "-Dio.grpc.netty.shaded.io.netty.jfr.enabled=false",
                "-Dio.grpc.netty.shaded.io.netty.allocator.type=unpooled",
                "-XX:CompileCommand=quiet",
                NOT_COMPILED + "StackMapGenerator::processBlock",
                NOT_COMPILED + "SplitConstantPool::utf8Entry",
                "-XX:Tier3InvocationThreshold=2000",
                "-XX:Tier3MinInvocationThreshold=1000",
                "-XX:Tier3CompileThreshold=15000",
                DIAGNOSTIC,
                "-XX:-AOTReplayTraining",
                "-Xlog:cds*=off,aot*=off",
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

    /// The most heap of one of so many workers, in megabytes, when nobody says how much.
    private static long share(int processes) {
        return Math.clamp(
                (long) (memoryMegabytes() * HEAPS_SHARE_OF_MEMORY / processes),
                SMALLEST_HEAP_MEGABYTES,
                LARGEST_HEAP_MEGABYTES);
    }

    private static long memoryMegabytes() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean host
                ? host.getTotalMemorySize() >> 20
                : 0;
    }

    /// Where workers find their classes but for users' recipes: in the distribution the jars listed
    /// for workers; everywhere else (tests, programs that use this as a library) all of this JVM's
    /// class path.
    ///
    /// @throws IllegalStateException in one line when it cannot be found
    public static WorkerClassPath workerClassPath() {
        Optional<List<String>> listed = listedBeside(ownJar());
        if (listed.isPresent()) {
            return WorkerClassPath.of(listed.get());
        }
        if (WorkerCommand.class.getClassLoader().getResource(MAIN_FILE) == null) {
            throw new IllegalStateException(
                    "worker JVMs need many-kitchens-worker on the class path, it is not there; add it as a dependency");
        }
        return WorkerClassPath.of(absolute(System.getProperty("java.class.path")));
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
