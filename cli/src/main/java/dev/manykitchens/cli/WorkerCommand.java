package dev.manykitchens.cli;

import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.report.text.OneLine;
import dev.manykitchens.worker.Ending;
import dev.manykitchens.worker.JoinRequest;
import dev.manykitchens.worker.JoiningWorker;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `kitchen worker`: this process becomes a worker of a coordinator, until it is drained or told to
/// leave.
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description = "Join a coordinator as one kitchen and run jobs for it.",
        footer = {
            "",
            "kitchen coordinator prints what to join with. It holds a secret, and a command line can be read by everybody on the machine, with ps:"
                    + " a file that only its owner can read (--join-file) or the environment variable KITCHEN_JOIN keeps it.",
            "",
            "A coordinator that cannot be reached is tried again until it is there. Jobs go on while the connection is broken, and their results are kept, up to 64 MiB; beyond that jobs wait."
                    + " Ctrl-C or SIGTERM: the worker takes no more, finishes what it has and leaves. Once more: it ends now.",
            "",
            "Exit codes: 0 told to end and left in order, 1 refused, or the coordinator did not hear its last results, or no memory to go on with, or with --once was lost, 2 a mistake in the command line, 70 a bug of ours, 130 (Ctrl-C) or 143 (SIGTERM) told twice to end.",
            "",
            "Examples:",
            "  kitchen worker --join-file join.txt --threads 4",
            "  KITCHEN_JOIN=TOKEN@192.0.2.7:7070 kitchen worker"
        })
final class WorkerCommand implements Callable<Integer> {

    private static final int ALONE = 3;

    private final Shell shell;
    private final Map<String, String> environment;

    @Option(
            names = "--join",
            paramLabel = "TOKEN@HOST:PORT",
            description = "The coordinator's address and the token that it gave out for workers.")
    private @Nullable String join;

    @Option(
            names = "--join-file",
            paramLabel = "FILE",
            description =
                    "A file whose first line is that, or that has a line KITCHEN_JOIN=TOKEN@HOST:PORT; only its owner may read it.")
    private @Nullable Path joinFile;

    @Option(
            names = "--joined-file",
            paramLabel = "FILE",
            description = "Keep this file there while joined, for health checks.")
    private @Nullable Path joinedFile;

    @Option(
            names = "--threads",
            paramLabel = "T",
            description =
                    "How many chunks of jobs it runs at once (default: the processors that this process may use).")
    private @Nullable Integer threads;

    @Option(
            names = "--stoves",
            paramLabel = "S",
            description = "How many of its threads may compute at once (default: all).")
    private @Nullable Integer stoves;

    @Option(names = "--gil", description = "One stove, passed on every 5 ms, as CPython does it.")
    private boolean gil;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description =
                    "How fast it computes calibrated work, such as 0.5 for a slow kitchen among fast ones; what recipes compute themselves takes its own time (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private double speed = 1;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What it wants to be called (default: the coordinator names it).")
    private String name = "";

    @Option(
            names = "--recipes",
            paramLabel = "JAR",
            description = "A jar with recipes of your own; may be repeated.")
    private List<Path> recipes = new ArrayList<>();

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            description =
                    "The authorities that vouch for the coordinator, PEM, for a token that ends in .tls.")
    private @Nullable Path authorities;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "The certificate that this worker shows, PEM.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its private key, PEM, PKCS #8 without a password.")
    private @Nullable Path key;

    @Option(
            names = "--once",
            description = "End when the coordinator cannot be reached, instead of trying again.")
    private boolean once;

    WorkerCommand(Shell shell, Map<String, String> environment) {
        this.shell = shell;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        RecipeJars jars = UserMistakeException.unless(() -> RecipeJars.load(recipes));
        Ending ending;
        try (JoinedFile news = new JoinedFile(joinedFile, this::say)) {
            JoiningWorker worker =
                    UserMistakeException.unless(
                            () -> JoiningWorker.of(request(), jars.book(), news));
            try (Interrupts.Watch _ = shell.interrupts().takeOver(worker::leave)) {
                ending = worker.run();
            }
        }
        return switch (ending.exitCode()) {
            case ExitCode.GOOD -> {
                say("left: " + ending.reason());
                yield ExitCode.GOOD;
            }
            // What a worker that somebody spawned says with codes of its own.
            case ExitCode.FAILED, ALONE, Ending.OUT_OF_MEMORY ->
                    throw new RunFailedException(ending.reason());
            default -> {
                say("ended: " + ending.reason());
                yield ending.exitCode();
            }
        };
    }

    private JoinRequest request() {
        return new JoinRequest(
                JoinText.of(join, joinFile, environment),
                name,
                threads == null ? Runtime.getRuntime().availableProcessors() : threads,
                stoves(),
                Optional.ofNullable(authorities),
                Optional.ofNullable(certificate),
                Optional.ofNullable(key),
                once,
                speed);
    }

    private StoveSpec stoves() {
        if (gil && stoves != null) {
            throw new UserMistakeException(
                    "--gil is one stove and must stand alone, stood with --stoves %d; leave one of them out"
                            .formatted(stoves));
        }
        if (gil) {
            return StoveSpec.GIL;
        }
        return stoves == null ? StoveSpec.UNLIMITED : StoveSpec.of(stoves);
    }

    private void say(String line) {
        shell.err().println("kitchen worker: " + OneLine.of(line));
    }
}
