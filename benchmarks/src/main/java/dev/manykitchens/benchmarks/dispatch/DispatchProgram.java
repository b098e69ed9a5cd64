package dev.manykitchens.benchmarks.dispatch;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `benchmarks/run dispatch`: measures the whole of dispatch against its yardsticks and prints one
/// table. Nothing else should run on the machine.
@Command(
        name = "benchmarks/run dispatch",
        mixinStandardHelpOptions = true,
        version = "never released",
        description = "Measures the whole of dispatch against its yardsticks, as ratios.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was measured",
            "1:something could not be measured, or, with --strict, a bound does not hold",
            "2:the command line was wrong"
        })
public final class DispatchProgram implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final String WIDTH = "160";

    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "SECTION", description = "What to measure; everything by default.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Fewer jobs and rounds, for a first look.")
    private boolean quick;

    @Option(names = "--strict", description = "Exit code 1 when a bound does not hold.")
    private boolean strict;

    @Option(
            names = "--width",
            paramLabel = "COLUMNS",
            defaultValue = WIDTH,
            description = "How wide the table may be (default: ${DEFAULT-VALUE}).")
    private int width;

    private DispatchProgram() {}

    /// Runs it and ends this JVM.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DispatchProgram()).execute(arguments));
    }

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        List<Finding> findings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        boolean complete = true;
        List<Section> sections = chosen();
        out.println(machine());
        out.flush();
        for (Section section : sections) {
            Findings found = new Findings(section.name());
            command.commandLine().getErr().println(section.name() + ": " + section.question());
            try {
                section.measure(quick ? Effort.QUICK : Effort.FULL, found);
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                complete = false;
                found.note("it could not be measured: " + e);
            }
            findings.addAll(found.all());
            notes.addAll(found.notes());
        }
        out.print(FindingsTable.of(findings, width));
        notes.forEach(out::println);
        out.flush();
        boolean good = complete && (!strict || findings.stream().allMatch(Finding::holds));
        return good ? CommandLine.ExitCode.OK : FAILED;
    }

    private List<Section> chosen() {
        try {
            return Sections.named(names);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    /// What the figures depend on.
    private static String machine() {
        return "%d cores, Java %s, load %.1f before"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
