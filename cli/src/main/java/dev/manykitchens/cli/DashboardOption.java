package dev.manykitchens.cli;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.report.dashboard.Playbill;
import dev.manykitchens.report.dashboard.StageRow;
import dev.manykitchens.report.history.RunShelf;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// `--dashboard`: a page that shows the pools of a command while it runs, and changes them.
final class DashboardOption {

    private static final String USUAL = "127.0.0.1:7072";

    @Option(
            names = "--dashboard",
            paramLabel = "HOST:PORT",
            arity = "0..1",
            fallbackValue = USUAL,
            preprocessor = OnlyAttached.class,
            description =
                    "Serve a page that shows kitchens, cooks and jobs while they work, at this address (without one: "
                            + USUAL
                            + "; with one: --dashboard=HOST:PORT). Whoever can reach it can look; the address that is printed holds a token that allows to change pools, too. On a terminal it stays when all is done, until Ctrl-C.")
    private @Nullable String address;

    @Option(
            names = "--stay",
            description =
                    "Go on serving the dashboard when all is done, until Ctrl-C, where no terminal is, too; needs --dashboard.")
    private boolean staying;

    /// Takes an address only behind an equals sign: what stands behind a space may be a scene or an
    /// argument.
    static final class OnlyAttached implements IParameterPreprocessor {

        private static final Pattern ADDRESS =
                Pattern.compile("([0-9.]+|\\[[0-9a-fA-F:.%]+]|localhost):[0-9]{1,5}");

        @Override
        public boolean preprocess(
                Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            // A space is what picocli calls the separator of what stands on its own.
            if (!" ".equals(info.get("separator"))) {
                return false;
            }
            if (!args.isEmpty() && ADDRESS.matcher(args.peek()).matches()) {
                throw new ParameterException(
                        command.commandLine(),
                        "--dashboard takes its address behind an equals sign, was followed by a space; write --dashboard=%s"
                                .formatted(args.peek()),
                        option,
                        args.peek());
            }
            args.push(USUAL);
            return false;
        }
    }

    /// Whether a page is wanted.
    boolean isWanted() {
        return address != null;
    }

    /// Begins to serve, if that is wanted, and says where.
    ///
    /// @param title what is shown
    /// @param runs past runs that can be shown
    /// @param host this machine; asked for only then
    LiveDashboard open(Shell shell, String title, Supplier<Host> host, RunShelf runs) {
        return open(shell, title, host, runs, _ -> Playbill.NONE);
    }

    /// The same where something can be started through the page.
    ///
    /// @param stages as [LiveDashboard#start] takes it
    LiveDashboard open(
            Shell shell,
            String title,
            Supplier<Host> host,
            RunShelf runs,
            Function<Consumer<StageRow>, Playbill> stages) {
        String typed = address;
        if (typed == null && staying) {
            throw new UserMistakeException(
                    "--stay needs a dashboard that can stay; add --dashboard");
        }
        if (typed == null) {
            return LiveDashboard.NONE;
        }
        InetSocketAddress where =
                UserMistakeException.unless("--dashboard", () -> ServeOptions.socketAddress(typed));
        LiveDashboard live;
        try {
            live =
                    LiveDashboard.start(
                            where, title, KitchenVersion.version(), host.get(), runs, stages);
        } catch (IOException e) {
            throw new RunFailedException(
                    "the dashboard must be served at %s, cannot: %s; --dashboard=HOST:PORT chooses another address"
                            .formatted(typed, e.getMessage()),
                    e);
        }
        live.link()
                .ifPresent(link ->
                        shell.err()
                                .println(
                                        "dashboard at %s (this address may change things; without #token=… one can look)"
                                                .formatted(link)));
        return live;
    }

    /// Whether the page stays when all is done: where there is one, and a person at a terminal who
    /// may still want to look, or whoever asked for it.
    boolean stays(Shell shell, LiveDashboard live) {
        return live.page().isPresent() && (staying || shell.terminal().errWidth().isPresent());
    }

    /// Says what was changed through the page, and waits for Ctrl-C if it [stays][#stays].
    void stay(Shell shell, LiveDashboard live) {
        if (!live.changed().isEmpty()) {
            shell.err()
                    .println(
                            "changed on the page meanwhile: %s; what was measured there is of before and after"
                                    .formatted(String.join(", ", live.changed())));
        }
        if (!stays(shell, live)) {
            return;
        }
        CountDownLatch end = new CountDownLatch(1);
        try (Interrupts.Watch watch = shell.interrupts().watch(end::countDown)) {
            if (!watch.interrupted()) {
                sayThatItStays(shell, live);
                end.await();
            }
        } catch (IllegalStateException _) {
            // This JVM is ending already: nobody watches over it any more.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static void sayThatItStays(Shell shell, LiveDashboard live) {
        shell.err()
                .println(
                        "all is done; the dashboard stays at %s until Ctrl-C"
                                .formatted(live.page().orElse("")));
    }
}
