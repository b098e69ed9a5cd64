package dev.manykitchens.benchmarks.peers;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// Prints one table: the same tiny job on Many Kitchens, on the JDK's own pool, on the pools of
/// Python's standard library and on Hazelcast. The exit code is 1 when a sum was wrong or a side
/// failed in the middle, 2 for mistakes in arguments.
@Command(
        name = "peers",
        mixinStandardHelpOptions = true,
        description =
                "Jobs per second beside Python's standard library and Hazelcast, in one table.")
public final class PeersProgram implements Callable<Integer> {

    private static final String COMMAND = "benchmarks/run peers";

    /// Load a core from which on the table says that something else was running.
    private static final double BUSY = 0.25;

    private static final String HAZELCAST = "Hazelcast";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each row is measured (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "1.5",
            description = "About how long a row takes in each round (${DEFAULT-VALUE}).")
    private double seconds;

    @Spec private @Nullable CommandSpec spec;

    private PeersProgram() {}

    /// Runs it.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PeersProgram()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        PrintWriter progress = line.getErr();
        Rounds plan;
        try {
            plan =
                    new Rounds(
                            rounds,
                            seconds,
                            step -> {
                                progress.println(step);
                                progress.flush();
                            });
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        List<Side> sides = sides();
        try {
            List<Way> ways = new ArrayList<>();
            List<String> versions = new ArrayList<>();
            List<PeersTable.Missing> missing = new ArrayList<>();
            for (Side side : sides) {
                try {
                    ways.addAll(side.open());
                    versions.add(side.version());
                } catch (SideMissingException e) {
                    missing.add(new PeersTable.Missing(side.name(), e.why()));
                }
            }
            if (sides.stream().noneMatch(side -> side.name().equals(HAZELCAST))) {
                missing.add(
                        new PeersTable.Missing(HAZELCAST, "it is only on the class path of tests"));
            }
            print(line.getOut(), new PeersTable(plan.measure(ways), missing), versions);
            caution(line.getOut(), load);
            return 0;
        } catch (IllegalStateException e) {
            progress.println(e.getMessage());
            return 1;
        } finally {
            sides.forEach(Side::close);
        }
    }

    private static List<Side> sides() {
        List<Side> sides = new ArrayList<>();
        sides.add(new KitchenSide());
        sides.add(new JvmSide());
        sides.add(new PythonSide());
        ServiceLoader.load(Side.class, PeersProgram.class.getClassLoader()).forEach(sides::add);
        return sides;
    }

    /// What else ran shares the cores with every row, and not with all alike.
    private static void caution(PrintWriter out, double load) {
        int cores = Runtime.getRuntime().availableProcessors();
        if (load > cores * BUSY) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "caution: the machine was busy before this began (load average %.1f on %d cores); run it again when nothing else runs",
                            load,
                            cores));
            out.flush();
        }
    }

    private void print(PrintWriter out, PeersTable table, List<String> versions) {
        out.println("Squares of small integers on two workers, jobs per second");
        out.println();
        out.println(table.render());
        out.println(
                "jobs/s: median of the rounds (%d), sides in turn; from numbers at hand to all results read and their sum right"
                        .formatted(rounds));
        out.println(
                "Many Kitchens is: jobs/s of the first row that was handed its jobs likewise, divided by those of this row");
        out.println(
                "machine: %d cores, %s %s, Java %s%s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Runtime.version(),
                                versions.stream()
                                        .filter(version -> !version.isEmpty())
                                        .map(version -> ", " + version)
                                        .collect(Collectors.joining())));
        out.println("date: " + LocalDate.now(ZoneId.systemDefault()));
        out.println("command: %s --rounds %d --seconds %s".formatted(COMMAND, rounds, seconds));
        out.flush();
    }
}
