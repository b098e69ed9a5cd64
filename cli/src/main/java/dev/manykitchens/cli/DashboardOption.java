package dev.manykitchens.cli;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.report.history.RunShelf;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/// `--dashboard`: a page that shows the pools of a command while it runs.
final class DashboardOption {

    private static final String USUAL = "127.0.0.1:7072";

    @Option(
            names = "--dashboard",
            paramLabel = "HOST:PORT",
            arity = "0..1",
            fallbackValue = USUAL,
            description =
                    "Serve a page that shows kitchens, cooks and jobs while they work, at this address (without one: "
                            + USUAL
                            + "). Whoever can reach it can look.")
    private @Nullable String address;

    @Option(
            names = "--stay",
            description =
                    "Go on serving the dashboard when all is over, until Ctrl-C; needs --dashboard.")
    private boolean staying;

    /// Goes on serving, if that is wanted, until the user interrupts.
    void stay(Shell shell, LiveDashboard live) {
        if (!staying || live.address().isEmpty()) {
            return;
        }
        CountDownLatch interrupted = new CountDownLatch(1);
        try (Interrupts.Watch _ = shell.interrupts().watch(interrupted::countDown)) {
            shell.err().println("all is over; the dashboard stays until Ctrl-C");
            shell.err().flush();
            interrupted.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Begins to serve, if that is wanted, and says where.
    ///
    /// @param title what is shown
    /// @param runs past runs that can be shown
    /// @param host this machine; asked for only then
    LiveDashboard open(Shell shell, String title, Supplier<Host> host, RunShelf runs) {
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
            live = LiveDashboard.start(where, title, KitchenVersion.version(), host.get(), runs);
        } catch (IOException e) {
            throw new RunFailedException(
                    "the dashboard must be served at %s, cannot: %s; --dashboard HOST:PORT chooses another address"
                            .formatted(typed, e.getMessage()),
                    e);
        }
        live.address()
                .ifPresent(on ->
                        shell.err()
                                .println(
                                        "dashboard at http://%s:%d/"
                                                .formatted(on.getHostString(), on.getPort())));
        return live;
    }
}
