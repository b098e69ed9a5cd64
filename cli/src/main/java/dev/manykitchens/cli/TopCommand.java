package dev.manykitchens.cli;

import dev.manykitchens.cli.terminal.AlternateScreen;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.ScreenSize;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.report.cluster.TopScreen;
import dev.manykitchens.report.text.OneLine;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/// `kitchen top`: a cluster, drawn again and again.
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description =
                "Show a cluster as it goes on: workers, slots, queue, throughput, what was lost and ran again.",
        footer = {
            "",
            "Ctrl-C ends it. Into a pipe goes one frame, as with --once: what happened within one --every."
                    + " A coordinator that stops answering is asked again, until it answers.",
            "",
            "Exit codes: 0 shown, 1 the coordinator did not answer at first, within 5 s, 2 a mistake in the command line, 130 ended by Ctrl-C, 143 by SIGTERM, before it was drawn.",
            "",
            "Examples:",
            "  kitchen top",
            "  kitchen top --every 250ms",
            "  kitchen top --once"
        })
final class TopCommand implements Callable<Integer> {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final int SIGNAL_CODES = 128;

    private final Shell shell;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "How often it is drawn, 100ms at least (default: ${DEFAULT-VALUE}).")
    private String every = "1s";

    @Option(names = "--once", description = "Print one frame and end.")
    private boolean once;

    TopCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        Duration pause = ListenOptions.duration("--every", every);
        if (pause.compareTo(SHORTEST) < 0) {
            throw new UserMistakeException("--every must be 100ms or longer, was " + every);
        }
        Thread drawing = Thread.currentThread();
        AtomicInteger signal = new AtomicInteger();
        try (ClusterOperator operator = cluster.operator();
                Interrupts.Watch _ =
                        shell.interrupts()
                                .takeOver(number -> {
                                    // Wherever it waits: a coordinator may not answer for seconds.
                                    if (signal.compareAndSet(0, number)) {
                                        drawing.interrupt();
                                    }
                                })) {
            return show(operator, pause, signal);
        } catch (InterruptedException e) {
            return SIGNAL_CODES + signal.get();
        } catch (RunFailedException e) {
            if (signal.get() == 0) {
                throw e;
            }
            // A question that was broken off failed by that.
            boolean _ = Thread.interrupted();
            return SIGNAL_CODES + signal.get();
        }
    }

    private int show(ClusterOperator operator, Duration pause, AtomicInteger signal)
            throws InterruptedException {
        ClusterView first = ClusterOptions.asked(operator::status);
        OptionalInt width = shell.terminal().outWidth();
        if (once || width.isEmpty()) {
            return printOne(operator, first, pause);
        }
        try (ScreenSize size = ScreenSize.open(width.getAsInt());
                AlternateScreen screen = new AlternateScreen(shell.out())) {
            draw(operator, first, pause, size, screen, signal);
        } catch (InterruptedException e) {
            if (signal.get() == 0) {
                throw e;
            }
        }
        // Ctrl-C is how it is meant to end; other signals say so by their number.
        return signal.get() == Interrupts.INTERRUPT ? ExitCode.GOOD : SIGNAL_CODES + signal.get();
    }

    private int printOne(ClusterOperator operator, ClusterView before, Duration pause)
            throws InterruptedException {
        Thread.sleep(pause);
        ClusterView now = ClusterOptions.asked(operator::status);
        int width = shell.terminal().tableWidth();
        TopScreen.frame(
                        before,
                        now,
                        Math.min(width, WIDEST),
                        Integer.MAX_VALUE,
                        StatusCommand.ink(shell))
                .forEach(shell.out()::println);
        shell.out().flush();
        return ExitCode.GOOD;
    }

    /// For pipes, which take lines of any length: bars need an end.
    private static final int WIDEST = 120;

    /// Draws until there is a signal.
    private void draw(
            ClusterOperator operator,
            ClusterView first,
            Duration pause,
            ScreenSize size,
            AlternateScreen screen,
            AtomicInteger signal)
            throws InterruptedException {
        ClusterView before = first;
        ClusterView now = first;
        String trouble = "";
        while (signal.get() == 0) {
            screen.draw(lines(before, now, trouble, size));
            Thread.sleep(pause);
            try {
                ClusterView next = operator.status();
                before = now;
                now = next;
                trouble = "";
            } catch (IllegalStateException e) {
                trouble = OneLine.of("no news: " + e.getMessage(), size.width());
            }
        }
    }

    private List<String> lines(
            ClusterView before, ClusterView now, String trouble, ScreenSize size) {
        List<String> lines = new ArrayList<>();
        if (!trouble.isEmpty()) {
            lines.add(shell.terminal().bold(trouble));
        }
        lines.addAll(
                TopScreen.frame(
                        before,
                        now,
                        size.width(),
                        size.height() - lines.size(),
                        StatusCommand.ink(shell)));
        return lines;
    }
}
