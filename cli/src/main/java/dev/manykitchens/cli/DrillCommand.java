package dev.manykitchens.cli;

import dev.manykitchens.cli.drill.Drill;
import dev.manykitchens.cli.drill.DrillFailedException;
import dev.manykitchens.cli.drill.DrillPlan;
import dev.manykitchens.cli.drill.Fault;
import dev.manykitchens.cli.drill.FoundPlan;
import dev.manykitchens.cli.drill.Kitchen;
import dev.manykitchens.cli.drill.StrikeCommands;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.report.drill.DrillJson;
import dev.manykitchens.report.drill.DrillScore;
import dev.manykitchens.report.drill.DrillTable;
import dev.manykitchens.report.text.OneLine;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// `kitchen drill`: plays faults on a cluster, of its own or of the user, and prints what they
/// cost.
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Kill, pause and cut off workers and restart the coordinator of a cluster that runs jobs meanwhile, or kill and cut off the leading coordinator of a cluster of yours; say what was lost (nothing may be), what ran again and how long it took to recover.",
        footer = {
            "",
            "Without --coordinator the cluster is one of processes of its own on this machine, which hear each other over the loopback and end with the command, however it ends. All workers but one can carry the load."
                    + " A time to recover counts from the fault until results come at nine tenths of the rate before, in five windows of 100 ms together.",
            "",
            "With --coordinator, or --kill or --cut, the cluster is yours: the jobs run on the workers that are there, and the coordinator that leads is struck by commands of yours."
                    + " Each is for /bin/sh -c here, must end with 0 within 60 s, and finds whom it is for in $KITCHEN_MEMBER_HOST, $KITCHEN_MEMBER_PORT and $KITCHEN_MEMBER, the id that kitchen coordinator status lists; with one coordinator that id is empty.",
            "",
            "Exit codes: 0 every job has one right result, 1 a job was lost, a result came twice, the cluster could not be had, a command of yours failed, or the cluster was not whole again within 120 s of a fault (the score then says what was measured until then, and what is missing), 2 a mistake in the command line, 130 ended by Ctrl-C, 143 by SIGTERM.",
            "",
            "Examples:",
            "  kitchen drill",
            "  kitchen drill --lease 1500ms --suspect 600ms",
            "  kitchen drill --faults kill,restart --json",
            "  kitchen drill --coordinator a:7070,b:7070,c:7070 \\",
            "      --kill './power-off \"$KITCHEN_MEMBER_HOST\"' \\",
            "      --start './power-on \"$KITCHEN_MEMBER_HOST\"'",
            "  kitchen drill --coordinator a:7070,b:7070,c:7070 \\",
            "      --kill 'docker kill \"$KITCHEN_MEMBER_HOST\"' \\",
            "      --start 'docker start \"$KITCHEN_MEMBER_HOST\"' \\",
            "      --cut 'docker pause \"$KITCHEN_MEMBER_HOST\"' \\",
            "      --mend 'docker unpause \"$KITCHEN_MEMBER_HOST\"'"
        })
final class DrillCommand implements Callable<Integer> {

    /// What only a cluster of the drill's own has.
    private static final List<String> OF_OWN =
            List.of("--workers", "--threads", "--faults", "--lease", "--suspect");

    /// What names a cluster of the user's.
    private static final List<String> OF_FOUND =
            List.of("--coordinator", "--token-file", "--tls-ca", "--tls-cert", "--tls-key");

    /// For how long a coordinator is cut off, unless it is said: workers need a while to notice.
    private static final Duration CUT_OFF = Duration.ofSeconds(15);

    /// By so much the pause is longer than the lease, unless it is said.
    private static final Duration BEYOND_THE_LEASE = Duration.ofSeconds(2);

    private final Shell shell;

    @Spec private CommandSpec command = CommandSpec.create();

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Mixin private StrikeOptions strikes = new StrikeOptions();

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
                    "How long a worker is paused, and one cut off (default: the lease and 2 s); with --coordinator, how long that one is cut off (default: 15 s).")
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
        Start start = isFound() ? found() : own();
        Thread playing = Thread.currentThread();
        try (Interrupts.Watch watch = shell.interrupts().watch(playing::interrupt)) {
            return play(start, watch);
        } catch (DrillFailedException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /// How a drill begins.
    ///
    /// @param interrupted what is said when it was
    private record Start(Beginning beginning, String interrupted) {}

    @FunctionalInterface
    private interface Beginning {
        Drill begin() throws InterruptedException;
    }

    private int play(Start start, Interrupts.Watch watch) {
        try (Drill drill = start.beginning().begin()) {
            drill.play();
            DrillScore score = drill.score();
            shell.out()
                    .print(
                            json
                                    ? DrillJson.of(score)
                                    : DrillTable.of(score, shell.terminal().tableWidth()));
            shell.out().flush();
            return score.isGood() ? ExitCode.GOOD : ExitCode.FAILED;
        } catch (InterruptedException e) {
            if (!watch.interrupted()) {
                throw new RunFailedException("the drill was interrupted", e);
            }
            say(start.interrupted());
            return ExitCode.INTERRUPTED;
        }
    }

    private boolean isFound() {
        return Stream.concat(OF_FOUND.stream(), StrikeOptions.NAMES.stream())
                .anyMatch(this::isTyped);
    }

    private boolean isTyped(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    private Start own() {
        DrillPlan plan = plan();
        return new Start(
                () -> Drill.ofOwn(plan, Kitchen.ofThisJvm(DrilledMain.class), this::say),
                "interrupted; what it started has ended");
    }

    private Start found() {
        OF_OWN.stream()
                .filter(this::isTyped)
                .findFirst()
                .ifPresent(option -> {
                    throw new UserMistakeException(
                            "%s is for a cluster of the drill's own, and %s for one of yours; leave one of them out"
                                    .formatted(
                                            option,
                                            Stream.concat(
                                                            OF_FOUND.stream(),
                                                            StrikeOptions.NAMES.stream())
                                                    .filter(this::isTyped)
                                                    .findFirst()
                                                    .orElseThrow()));
                });
        StrikeCommands commands = strikes.commands();
        CoordinatorAddress address = cluster.address();
        FoundPlan plan =
                UserMistakeException.unless(() ->
                        new FoundPlan(
                                address,
                                commands,
                                pause == null ? CUT_OFF : ListenOptions.duration("--pause", pause),
                                ListenOptions.duration("--quiet", quiet)));
        // What became of what was owed, the cluster has said.
        return new Start(() -> Drill.ofFound(plan, this::say), "interrupted");
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
