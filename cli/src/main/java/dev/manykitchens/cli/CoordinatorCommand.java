package dev.manykitchens.cli;

import dev.manykitchens.cli.cluster.ClusterNews;
import dev.manykitchens.cli.cluster.NewsDesk;
import dev.manykitchens.cli.cluster.SecretFile;
import dev.manykitchens.cli.cluster.ServedCluster;
import dev.manykitchens.cli.member.MemberProcess;
import dev.manykitchens.cli.terminal.Interrupts;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.coordinator.cluster.ClusterCoordinator.DrainEnd;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.membership.Peers;
import dev.manykitchens.coordinator.serve.JoinLines;
import dev.manykitchens.coordinator.serve.Premises;
import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.coordinator.serve.ServedCoordinator;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.report.history.RunShelf;
import dev.manykitchens.report.text.OneLine;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// `kitchen coordinator`: serves workers and clients until it is told to end.
///
/// ```
/// start ──▶ serves ──first signal──▶ drains ──▶ 0, or 1 when something had to be cancelled
///                                      └──second signal──▶ ends at once: 128 and its number
/// ```
@Command(
        name = "coordinator",
        mixinStandardHelpOptions = true,
        versionProvider = KitchenVersion.class,
        description = "Serve a cluster: workers join it from anywhere and run what clients submit.",
        footer = {
            "",
            "On standard output stand the two lines to paste, for workers and for clients. They hold tokens, which are secrets: with one, somebody can run jobs as a worker or submit them as a client."
                    + " The tokens, and the certificate whose fingerprint they carry, are made on first start and kept; kitchen token shows and rotates them.",
            "",
            "What clients submit is kept, with every outcome: a coordinator that is killed and started again goes on where it was, with the workers and clients that look for it meanwhile (--data off: nothing is kept).",
            "",
            "The first Ctrl-C or SIGTERM: it takes no more clients and batches, lets jobs finish for --drain-timeout, lets workers leave, and ends; what is not finished by then goes on when it is started again, or is cancelled where nothing is kept. The second: it ends at once.",
            "",
            "Exit codes: 0 told to end and ended in order, 1 the address or the state directory was taken, or jobs had to be cancelled, 2 a mistake in the command line, 70 a bug of ours, 130 (Ctrl-C) or 143 (SIGTERM) told twice to end.",
            "",
            "Examples:",
            "  kitchen coordinator",
            "  kitchen coordinator --listen 0.0.0.0:7070 \\",
            "      --advertise kitchen.example.org",
            "  kitchen coordinator --print-tokens-to tokens.env"
        })
final class CoordinatorCommand implements Callable<Integer> {

    private static final String OFF = "off";
    private static final int SIGNAL_CODES = 128;

    private final Shell shell;

    @Mixin private ListenOptions listen = new ListenOptions();

    @Option(
            names = "--peers",
            paramLabel = "HOST:PORT[/PORT],…",
            description =
                    "Keep one journal with two, four or six other coordinators, so that any one may be lost with its disk: all of them, this one among them, with the port where they reach each other (default: 7073) behind a slash. The same at each, and so are the tokens and the certificate in --state.")
    private @Nullable String peers;

    @Option(
            names = "--http",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7071",
            description =
                    "Where the dashboard is, and /metrics, for Prometheus, and /healthz, without TLS; only who changes something there needs the client token; off: nowhere (default: ${DEFAULT-VALUE}).")
    private String http = "127.0.0.1:7071";

    @Option(
            names = "--print-tokens-to",
            paramLabel = "FILE",
            description =
                    "Write KITCHEN_JOIN, KITCHEN_COORDINATOR and KITCHEN_TOKEN into a file that only its owner can read, instead of lines on standard output; again when kitchen token rotate has changed them, with the next connection.")
    private @Nullable Path tokensFile;

    @Option(
            names = "--drain-timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description =
                    "How long jobs may take when it is told to end; then they are left to the coordinator that is started next, or cancelled with --data off (default: ${DEFAULT-VALUE}).")
    private String drainTimeout = "30s";

    /// What the command waits for.
    sealed interface Happening {
        record Signalled(int number) implements Happening {}

        record Drained(DrainEnd end) implements Happening {}

        record HandedOver(String what) implements Happening {}

        record Failed(Throwable failure) implements Happening {}
    }

    CoordinatorCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServeOptions options = listen.options();
        Duration limit = ListenOptions.duration("--drain-timeout", drainTimeout);
        Optional<InetSocketAddress> pages =
                http.equals(OFF)
                        ? Optional.empty()
                        : Optional.of(
                                UserMistakeException.unless(
                                        "--http", () -> ServeOptions.socketAddress(http)));
        Optional<SecretFile> file =
                Optional.ofNullable(tokensFile)
                        .map(path -> new SecretFile("--print-tokens-to", path));
        UserMistakeException.unless(() -> {
            file.ifPresent(SecretFile::requireWritable);
            return file;
        });
        BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
        // News come on the coordinator's loop, which nobody may stop.
        try (NewsDesk desk = NewsDesk.open(this::say);
                Interrupts.Watch _ =
                        shell.interrupts()
                                .takeOver(number ->
                                        happenings.add(new Happening.Signalled(number)))) {
            return peers == null
                    ? serveAlone(options, pages, limit, file, desk, happenings)
                    : serveWithPeers(options, peers, pages, file, desk, happenings);
        }
    }

    private int serveAlone(
            ServeOptions options,
            Optional<InetSocketAddress> pages,
            Duration limit,
            Optional<SecretFile> file,
            NewsDesk desk,
            BlockingQueue<Happening> happenings)
            throws InterruptedException {
        try (ServedCluster cluster = start(options, pages, desk)) {
            var _ =
                    cluster.coordinator()
                            .broken()
                            .thenAccept(failure -> happenings.add(new Happening.Failed(failure)));
            tell(cluster, file);
            return serve(cluster.coordinator()::drain, limit, happenings, desk::say);
        }
    }

    /// As one of several: it serves while it leads.
    private int serveWithPeers(
            ServeOptions options,
            String theirs,
            Optional<InetSocketAddress> pages,
            Optional<SecretFile> file,
            NewsDesk desk,
            BlockingQueue<Happening> happenings)
            throws InterruptedException {
        Peers all =
                UserMistakeException.unless(
                        "--peers",
                        () ->
                                Peers.parse(
                                        theirs,
                                        ServeOptions.socketAddress(options.listen()),
                                        options.advertise()));
        if (options.data().isEmpty()) {
            throw new UserMistakeException(
                    "--peers keep a journal together, which needs a directory, --data was off; leave it out");
        }
        try (Premises premises = opened(() -> Premises.open(options, InstantSource.system()));
                MemberProcess member =
                        opened(() ->
                                MemberProcess.start(
                                        new MemberProcess.Setting(
                                                options,
                                                all,
                                                starting -> served(starting, pages, desk),
                                                desk::say),
                                        premises))) {
            var _ =
                    member.broken()
                            .thenAccept(failure -> happenings.add(new Happening.Failed(failure)));
            say(
                    "member %s listens on %s, %s, for the others on %s"
                            .formatted(
                                    member.id(),
                                    all.own().address(),
                                    premises.fingerprint()
                                            .map(print -> "TLS, fingerprint " + print)
                                            .orElse("without TLS"),
                                    all.own().replication()));
            tell(() -> premises.lines(all), premises::onTokensChanged, file);
            return serveMember(member::handOver, happenings, desk::say);
        }
    }

    private <T> T opened(Opening<T> opening) {
        return UserMistakeException.unless(() -> {
            try {
                return opening.open();
            } catch (IOException e) {
                throw new RunFailedException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    /// Opens something that may not be had.
    @FunctionalInterface
    private interface Opening<T> {
        T open() throws IOException;
    }

    private ServedCluster served(
            ServedCluster.Starting starting, Optional<InetSocketAddress> pages, NewsDesk desk)
            throws IOException {
        ServedCluster cluster =
                ServedCluster.start(
                        starting,
                        pages,
                        // Whoever is elected must serve: the others wait for it.
                        why -> desk.say("leads without pages: " + why.getMessage()),
                        RunShelf.of(listen.data().map(kept -> NotedRuns.in(kept, desk::say))),
                        KitchenVersion.version(),
                        new ClusterNews(desk::say),
                        InstantSource.system());
        cluster.http().ifPresent(address -> desk.say(pagesAt(address)));
        return cluster;
    }

    private ServedCluster start(
            ServeOptions options, Optional<InetSocketAddress> pages, NewsDesk desk) {
        return UserMistakeException.unless(() -> {
            try {
                return ServedCluster.start(
                        events -> ServedCoordinator.start(options, events, InstantSource.system()),
                        pages,
                        RunShelf.of(listen.data().map(kept -> NotedRuns.in(kept, desk::say))),
                        KitchenVersion.version(),
                        new ClusterNews(desk::say),
                        InstantSource.system());
            } catch (IOException e) {
                throw new RunFailedException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    private void tell(ServedCluster cluster, Optional<SecretFile> file) {
        ServedCoordinator coordinator = cluster.coordinator();
        say(
                "listens on %s, %s"
                        .formatted(
                                text(coordinator.address()),
                                coordinator
                                        .fingerprint()
                                        .map(print -> "TLS, fingerprint " + print)
                                        .orElse("without TLS")));
        cluster.http().ifPresent(address -> say(pagesAt(address)));
        warn(cluster);
        tell(coordinator::lines, coordinator::onTokensChanged, file);
    }

    private static String pagesAt(InetSocketAddress address) {
        return "dashboard at http://%s/, metrics and health at /metrics and /healthz"
                .formatted(text(address));
    }

    private void tell(
            Supplier<JoinLines> current, Consumer<Runnable> onChange, Optional<SecretFile> file) {
        JoinLines lines = current.get();
        if (file.isEmpty()) {
            shell.out().println(lines.forWorkers());
            shell.out().println(lines.forClients());
            shell.out().flush();
            return;
        }
        // Before it is written: tokens that change meanwhile are written again.
        onChange.accept(() -> rewrite(current, file.get()));
        try {
            file.get().write(lines.variables());
        } catch (IOException e) {
            throw new RunFailedException(
                    "could not write the tokens to %s: %s".formatted(tokensFile, e.getMessage()),
                    e);
        }
        say("tokens are in " + tokensFile);
    }

    /// Whoever reads the file after a rotation must find what is good now. Two connections may
    /// notice the same rotation, or one after the other: what is written last is the newest.
    private synchronized void rewrite(Supplier<JoinLines> current, SecretFile file) {
        try {
            JoinLines lines = current.get();
            file.write(lines.variables());
            say("tokens were changed, the new ones are in " + tokensFile);
        } catch (IOException | RuntimeException e) {
            say(
                    "tokens were changed and must be written to %s, could not: %s"
                            .formatted(tokensFile, e.getMessage()));
        }
    }

    private void warn(ServedCluster cluster) {
        ServedCoordinator coordinator = cluster.coordinator();
        if (coordinator.isAddressGuessed()) {
            say(
                    "others are told to reach it at %s; --advertise HOST[:PORT] changes that"
                            .formatted(coordinator.reachableAt()));
        }
        if (listen.isInsecure() && coordinator.isReachableFromOutside()) {
            say(
                    "warning: without TLS whoever is on the way between it and the others can read and change everything, tokens too; leave --insecure out");
        }
        cluster.http()
                .filter(address -> !address.getAddress().isLoopbackAddress())
                .ifPresent(_ ->
                        say(
                                "warning: whoever can reach the metrics can read them, names of hosts and recipes among them; --http 127.0.0.1:7071 keeps them on this host"));
    }

    /// What a signal begins.
    @FunctionalInterface
    interface Drain {

        /// Lets everything end in order.
        ///
        /// @param limit what runs longer is cancelled
        /// @return whether something had to be cancelled or left behind
        DrainEnd within(Duration limit) throws InterruptedException;
    }

    /// Waits for signals and does what they ask for. A coordinator that fails is ended: whoever
    /// restarts it gets one that works, and workers and clients find that.
    ///
    /// @param news takes what there is to say
    /// @return the exit code
    static int serve(
            Drain drain, Duration limit, BlockingQueue<Happening> happenings, Consumer<String> news)
            throws InterruptedException {
        if (happenings.take() instanceof Happening.Failed(Throwable failure)) {
            throw failed(failure);
        }
        news.accept(
                "drains: takes no more, waits up to %s for jobs, then for workers to leave; once more ends it at once"
                        .formatted(DurationRange.text(limit)));
        Thread.ofPlatform()
                .daemon()
                .name("drain")
                .start(() -> happenings.add(outcome(drain, limit)));
        return switch (happenings.take()) {
            case Happening.Signalled(int number) -> {
                news.accept("ended at once");
                yield SIGNAL_CODES + number;
            }
            case Happening.Drained(DrainEnd end) -> {
                news.accept(
                        switch (end) {
                            case DONE -> "drained";
                            case CUT_SHORT ->
                                    "had to cancel jobs or leave workers behind, which did not end in time";
                            case LEFT_TO_THE_NEXT ->
                                    "ended with unfinished batches, which go on when it is started again with the same --data; workers and clients look for it";
                        });
                yield end == DrainEnd.CUT_SHORT ? ExitCode.FAILED : ExitCode.GOOD;
            }
            case Happening.HandedOver _ ->
                    throw new IllegalStateException("one alone hands over to nobody");
            case Happening.Failed(Throwable failure) -> throw failed(failure);
        };
    }

    /// Lets another one lead.
    @FunctionalInterface
    interface HandOver {

        /// Returns what it came to, for people.
        String toAnother() throws InterruptedException;
    }

    /// Likewise for one of several, which hands over and ends: what is unfinished goes on.
    static int serveMember(
            HandOver handOver, BlockingQueue<Happening> happenings, Consumer<String> news)
            throws InterruptedException {
        if (happenings.take() instanceof Happening.Failed(Throwable failure)) {
            throw failed(failure);
        }
        news.accept("hands over, if it leads, and ends; once more ends it at once");
        Thread.ofPlatform()
                .daemon()
                .name("hand-over")
                .start(() -> {
                    try {
                        happenings.add(new Happening.HandedOver(handOver.toAnother()));
                    } catch (InterruptedException | RuntimeException | Error e) {
                        happenings.add(new Happening.Failed(e));
                    }
                });
        return switch (happenings.take()) {
            case Happening.Signalled(int number) -> {
                news.accept("ended at once");
                yield SIGNAL_CODES + number;
            }
            case Happening.HandedOver(String what) -> {
                news.accept("ended; " + what);
                yield ExitCode.GOOD;
            }
            case Happening.Drained _ -> throw new IllegalStateException("a member does not drain");
            case Happening.Failed(Throwable failure) -> throw failed(failure);
        };
    }

    /// A journal that cannot be written is nobody's bug.
    private static RuntimeException failed(Throwable failure) {
        return failure instanceof JournalException
                ? new RunFailedException(String.valueOf(failure.getMessage()), failure)
                : new IllegalStateException("the coordinator failed", failure);
    }

    /// Whatever ends the drain is told: somebody waits for it.
    private static Happening outcome(Drain drain, Duration limit) {
        try {
            return new Happening.Drained(drain.within(limit));
        } catch (InterruptedException | RuntimeException | Error e) {
            return new Happening.Failed(e);
        }
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void say(String line) {
        shell.err().println("kitchen coordinator: " + OneLine.of(line));
    }
}
