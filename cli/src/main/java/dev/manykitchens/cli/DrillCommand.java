package dev.manykitchens.cli;

import dev.manykitchens.cli.drill.Drill;
import dev.manykitchens.cli.drill.DrillFailedException;
import dev.manykitchens.cli.drill.DrillPlan;
import dev.manykitchens.cli.drill.Fault;
import dev.manykitchens.cli.drill.Kitchen;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.report.drill.DrillJson;
import dev.manykitchens.report.drill.DrillScore;
import dev.manykitchens.report.drill.DrillTable;
import dev.manykitchens.report.text.OneLine;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.concurrent.Callable;

/// `kitchen drill`: plays faults on a cluster of its own and prints what they cost.
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Kill, pause and cut off workers and restart the coordinator of a cluster that runs jobs meanwhile; say what was lost (nothing may be), what ran again and how long it took to recover.",
        footer = {
            "",
            "The cluster is one of processes of its own on this machine, which hear each other over the loopback and end with the command, however it ends. All workers but one can carry the load."
                    + " A time to recover counts from the fault until results come at nine tenths of the rate before, in five windows of 100 ms together.",
            "",
            "Exit codes: 0 every job has one right result, 1 a job was lost, a result came twice, or the cluster could not be had, 2 a mistake in the command line, 130 interrupted.",
            "",
            "Examples:",
            "  kitchen drill",
            "  kitchen drill --lease 1500ms --suspect 600ms",
            "  kitchen drill --faults kill,restart --json"
        })
final class DrillCommand implements Callable<Integer> {

    /// By so much the pause is longer than the lease, unless it is said.
    private static final Duration BEYOND_THE_LEASE = Duration.ofSeconds(2);

    private final Shell shell;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many worker JVMs, one of them to spare (default: ${DEFAULT-VALUE}).")
    private int workers = 3;

    @Option(
            names = "--threads",
            paramLabel = "T",
            defaultValue = "4",
            description = "How many threads each of them has (default: ${DEFAULT-VALUE}).")
    private int threads = 4;

    @Option(
            names = "--faults",
            paramLabel = "FAULTS",
            defaultValue = Fault.WORDS,
            description =
                    "What is played, in this order; pause is played twice, first for half a lease (default: ${DEFAULT-VALUE}).")
    private String faults = Fault.WORDS;

    @Option(
            names = "--lease",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description =
                    "A worker silent for so long is lost, and what it had runs elsewhere (default: ${DEFAULT-VALUE}).")
    private String lease = "5s";

    @Option(
            names = "--suspect",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description =
                    "A worker silent for so long gets no more jobs (default: ${DEFAULT-VALUE}).")
    private String suspect = "2s";

    @Option(
            names = "--pause",
            paramLabel = "DURATION",
            description =
                    "How long a worker is paused, and one cut off (default: the lease and 2 s).")
    private @Nullable String pause;

    @Option(
            names = "--quiet",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description =
                    "How long nothing is done before and after each fault (default: ${DEFAULT-VALUE}).")
    private String quiet = "2s";

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    DrillCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        DrillPlan plan = plan();
        Thread playing = Thread.currentThread();
        try (Interrupts.Watch watch = shell.interrupts().watch(playing::interrupt)) {
            return play(plan, watch);
        } catch (DrillFailedException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private int play(DrillPlan plan, Interrupts.Watch watch) {
        try (Drill drill = Drill.ofOwn(plan, Kitchen.ofThisJvm(DrilledMain.class), this::say)) {
            drill.play();
            DrillScore score = drill.score();
            shell.out()
                    .print(
                            json
                                    ? DrillJson.of(score)
                                    : DrillTable.of(score, shell.terminal().tableWidth()));
            shell.out().flush();
            return score.isKept() ? ExitCode.GOOD : ExitCode.FAILED;
        } catch (InterruptedException e) {
            if (!watch.interrupted()) {
                throw new RunFailedException("the drill was interrupted", e);
            }
            say("interrupted; what it started has ended");
            return ExitCode.INTERRUPTED;
        }
    }

    private DrillPlan plan() {
        Duration lost = ListenOptions.duration("--lease", lease);
        Duration silent = ListenOptions.duration("--suspect", suspect);
        ListenOptions.requireSilence(silent, lost);
        Duration paused =
                pause == null
                        ? lost.plus(BEYOND_THE_LEASE)
                        : ListenOptions.duration("--pause", pause);
        return UserMistakeException.unless(() ->
                new DrillPlan(
                        workers,
                        threads,
                        lost,
                        silent,
                        Fault.parse(faults),
                        paused,
                        ListenOptions.duration("--quiet", quiet)));
    }

    private void say(String line) {
        shell.err().println("kitchen drill: " + OneLine.of(line));
    }
}
