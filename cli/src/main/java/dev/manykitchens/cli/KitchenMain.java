package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.JvmEnd;
import dev.manykitchens.cli.terminal.LastCall;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.cli.terminal.Terminal;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Optional;

/// The `kitchen` command. Every subcommand is named here and nowhere else.
@Command(
        name = "kitchen",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Which kind of pool, and how many workers, should this work run on? Measures it, on one thread, many threads, an event loop and worker JVMs.",
        footer = {
            "",
            "Examples:",
            "  kitchen demo tea-shop one-stove",
            "  kitchen run compute_square 1 2 3 4 \\",
            "      --pool processes:4 --work wait:2s",
            "  kitchen compare count_primes -p sequential \\",
            "      -p threads:1,2,4 -p processes:2",
            "  kitchen recipes",
            "",
            "Exit codes: 0 good, 1 a job failed, a pool could not be opened or a gate tripped, 2 a mistake in the command line, 70 a bug of ours, 130 ended by Ctrl-C, 143 by SIGTERM (coordinators and workers end in order and with 0 the first time)."
        })
public final class KitchenMain implements Runnable {

    /// picocli lays out no help in fewer columns.
    private static final int NARROWEST_HELP = 55;

    private final Shell shell;

    private KitchenMain(Shell shell) {
        this.shell = shell;
    }

    /// Runs the command and ends the JVM with its exit code.
    public static void main(String[] args) {
        // A picture is drawn in memory: no window system is asked for.
        System.setProperty("java.awt.headless", "true");
        // Nobody records them, and registering them takes a tenth of a second of CPU time.
        System.setProperty("io.grpc.netty.shaded.io.netty.jfr.enabled", "false");
        Terminal terminal = Terminal.ofProcess();
        JvmEnd end = JvmEnd.watch(terminal);
        Shell shell = Shell.ofProcess(terminal, end);
        // Standard output is for our own results, so that what recipes print does not get into
        // them.
        System.setOut(System.err);
        int exitCode = execute(shell, args);
        LastCall.within(LastCall.PATIENCE, exitCode);
        end.exit(exitCode);
    }

    /// Runs the command in a shell and returns its exit code.
    static int execute(Shell shell, String... args) {
        CommandLine kitchen = commandLine(shell);
        int exitCode;
        try {
            exitCode = kitchen.execute(args);
        } catch (Error e) {
            exitCode = new Complaints().handleError(e, kitchen);
        }
        shell.out().flush();
        Optional<String> loss = shell.loss().get();
        if (loss.isPresent()) {
            shell.err()
                    .println(
                            "kitchen: standard output must take all results, some were lost: "
                                    + loss.get());
            return exitCode == ExitCode.GOOD ? ExitCode.FAILED : exitCode;
        }
        return exitCode;
    }

    static CommandLine commandLine(Shell shell) {
        CommandLine kitchen =
                new CommandLine(new KitchenMain(shell))
                        .addSubcommand(new DemoCommand(shell))
                        .addSubcommand(new RunCommand(shell))
                        .addSubcommand(compare(shell))
                        .addSubcommand(simulate(shell, System.in))
                        .addSubcommand(new ReportCommand(System.in))
                        .addSubcommand(new DiffCommand(shell, System.in))
                        .addSubcommand(new RunsCommand(shell))
                        .addSubcommand(new RecipesCommand(shell))
                        .addSubcommand(new ScenariosCommand(shell))
                        .addSubcommand(coordinator(shell))
                        .addSubcommand(new WorkerCommand(shell, System.getenv()))
                        .addSubcommand(token(shell))
                        .addSubcommand(new SubmitCommand(shell))
                        .addSubcommand(new ResultCommand(shell))
                        .addSubcommand(new JobsCommand(shell))
                        .addSubcommand(new StatusCommand(shell))
                        .addSubcommand(new TopCommand(shell))
                        .addSubcommand(new DrainCommand(shell))
                        .addSubcommand(new CancelCommand(shell))
                        .addSubcommand(new DrillCommand(shell))
                        .addSubcommand(completion())
                        .addSubcommand(new HelpCommand());
        Complaints complaints = new Complaints();
        Help.Ansi ansi = shell.terminal().colours() ? Help.Ansi.ON : Help.Ansi.OFF;
        shell.terminal()
                .outWidth()
                .ifPresent(w -> kitchen.setUsageHelpWidth(Math.max(NARROWEST_HELP, w)));
        return kitchen.setOut(writer(shell.out()))
                .setErr(writer(shell.err()))
                .setColorScheme(Help.defaultColorScheme(ansi))
                .setParameterExceptionHandler(complaints)
                .setExecutionExceptionHandler(complaints)
                .setUsageHelpLongOptionsMaxWidth(28);
    }

    private static CommandLine coordinator(Shell shell) {
        return new CommandLine(new CoordinatorCommand(shell))
                .addSubcommand(new MemberStatusCommand(shell))
                .addSubcommand(new AddMemberCommand(shell))
                .addSubcommand(new RemoveMemberCommand(shell))
                .addSubcommand(new HandOverCommand(shell));
    }

    private static CommandLine compare(Shell shell) {
        CommandLine compare = new CommandLine(new CompareCommand(shell));
        LegendHelp.ofComparison(compare);
        return compare;
    }

    private static CommandLine simulate(Shell shell, InputStream standardInput) {
        CommandLine simulate = new CommandLine(new SimulateCommand(shell, standardInput));
        LegendHelp.ofSimulation(simulate);
        return simulate;
    }

    private static CommandLine token(Shell shell) {
        return new CommandLine(new TokenCommand(shell)).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static CommandLine completion() {
        CommandLine completion = new CommandLine(new GenerateCompletion());
        completion
                .getCommandSpec()
                .usageMessage()
                .footer("", "Example:", "  source <(kitchen generate-completion)");
        return completion;
    }

    /// Without a subcommand there is nothing to do but to say what there is.
    @Override
    public void run() {
        commandLine(shell).usage(shell.out());
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }
}
