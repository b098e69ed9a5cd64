package dev.manykitchens.benchmarks.simulation;

import dev.manykitchens.benchmarks.real.RealSection;
import dev.manykitchens.cli.scenario.ScenarioFiles;
import dev.manykitchens.simulator.study.Replicator;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// `benchmarks/run simulation`: how far to believe the simulator, and how fast it is.
@Command(
        name = "benchmarks/run simulation",
        mixinStandardHelpOptions = true,
        version = "never released",
        description =
                "Holds the simulator against queueing theory and real runs, and measures its speed.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was measured, and every bound holds",
            "1:one does not",
            "2:the command line was wrong"
        })
public final class SimulationProgram implements Callable<Integer> {

    private static final List<String> SECTIONS = List.of("speed", "theory", "real");

    @Spec private CommandSpec command = CommandSpec.create();

    @Parameters(paramLabel = "SECTION", description = "speed, theory or real; all by default.")
    private List<String> names = List.of();

    @Option(names = "--quick", description = "Fewer jobs and rounds, for a first look.")
    private boolean quick;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description = "Only this one in section real; may be given more than once.")
    private List<String> scenarios = List.of();

    private SimulationProgram() {}

    /// Runs it and ends this JVM.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulationProgram()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        for (String name : names) {
            if (!SECTIONS.contains(name)) {
                throw new CommandLine.ParameterException(
                        command.commandLine(),
                        "a section must be speed, theory or real, was \"" + name + "\"");
            }
        }
        for (String name : scenarios) {
            try {
                ScenarioFiles.ofDistribution().find(name);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(
                        command.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
        PrintWriter out = command.commandLine().getOut();
        boolean good = true;
        if (isWanted("speed")) {
            good &=
                    new KernelSpeed(out, quick ? 3 : 9, quick ? 200_000 : 1_000_000, otherKernels())
                            .run();
            good &= new ManyWorkers(out, quick ? 0.1 : 1).run();
        }
        if (isWanted("theory")) {
            good &=
                    new TheoryGrid(out, new OnAllCores(), 20, quick ? 2 : 10, quick ? 500 : 1_000)
                            .run();
        }
        if (isWanted("real")) {
            good &= new RealSection(out, quick, scenarios).run();
        }
        return good ? CommandLine.ExitCode.OK : 1;
    }

    private boolean isWanted(String section) {
        return names.isEmpty() || names.contains(section);
    }

    /// SSJ's is among the tests, and is there when their class path is.
    private static List<OtherKernel> otherKernels() {
        List<OtherKernel> kernels = new ArrayList<>();
        ServiceLoader.load(OtherKernel.class, SimulationProgram.class.getClassLoader())
                .forEach(kernels::add);
        kernels.add(new SimPyKernel());
        return kernels;
    }

    /// Runs tasks on the JVM's common pool.
    private static final class OnAllCores implements Replicator {

        @Override
        public int parallel() {
            return Runtime.getRuntime().availableProcessors();
        }

        @Override
        public <T> List<T> all(List<Supplier<T>> tasks) {
            return tasks.parallelStream().map(Supplier::get).toList();
        }
    }
}
