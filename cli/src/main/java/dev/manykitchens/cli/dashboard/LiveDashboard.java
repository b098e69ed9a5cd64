package dev.manykitchens.cli.dashboard;

import dev.manykitchens.cli.host.Host;
import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.control.Change;
import dev.manykitchens.core.control.PoolControls;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.report.dashboard.Acting;
import dev.manykitchens.report.dashboard.Dashboard;
import dev.manykitchens.report.dashboard.DashboardSite;
import dev.manykitchens.report.dashboard.Playbill;
import dev.manykitchens.report.dashboard.PoolDisplay;
import dev.manykitchens.report.dashboard.ShownPool;
import dev.manykitchens.report.dashboard.StageRow;
import dev.manykitchens.report.dashboard.Vitals;
import dev.manykitchens.report.history.RunId;
import dev.manykitchens.report.history.RunShelf;
import dev.manykitchens.report.http.AccessToken;
import dev.manykitchens.report.http.StatusServer;
import dev.manykitchens.report.run.RunFile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// A dashboard of the pools that one command opens, served while it runs; or none, which changes
/// nothing. Whoever has the token of this run may act through it. Thread-safe.
public final class LiveDashboard implements AutoCloseable {

    /// How often pools tell which jobs are in progress: a frame's time.
    private static final Duration PROGRESS = Duration.ofMillis(100);

    /// Shows nothing.
    public static final LiveDashboard NONE = new LiveDashboard(Optional.empty());

    private final Optional<Served> served;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    /// Of the comparison that runs, if one does. Confined to the thread that runs it.
    private Optional<RoundsSoFar> rounds = Optional.empty();

    /// What the next pool is opened for, if that is not to be compared. Confined to the same.
    private Optional<String> purpose = Optional.empty();

    /// @param here this process, as pools inside it are shown
    /// @param runs past runs that can be shown
    /// @param token allows to act
    private record Served(
            Dashboard dashboard,
            StatusServer server,
            ShownPool.ThisJvm here,
            RunShelf runs,
            AccessToken token) {}

    private LiveDashboard(Optional<Served> served) {
        this.served = served;
    }

    /// Begins to serve.
    ///
    /// @param address where
    /// @param title what is shown
    /// @param runs past runs that can be shown
    /// @param stages makes what can be started through it, from where what is played is shown
    /// @throws IOException when the address cannot be listened on
    public static LiveDashboard start(
            InetSocketAddress address,
            String title,
            String version,
            Host host,
            RunShelf runs,
            Function<Consumer<StageRow>, Playbill> stages)
            throws IOException {
        AccessToken token = AccessToken.random();
        Dashboard dashboard = Dashboard.open(title, version, Instant.now(), vitals(host));
        try {
            StatusServer server =
                    StatusServer.start(
                            address,
                            Set.of(address.getHostString()),
                            DashboardSite.of(
                                    dashboard,
                                    runs,
                                    new Acting(token, stages.apply(dashboard::plays))));
            ShownPool.ThisJvm here =
                    new ShownPool.ThisJvm(host.here().host(), host.here().pid(), version);
            return new LiveDashboard(Optional.of(new Served(dashboard, server, here, runs, token)));
        } catch (IOException | RuntimeException e) {
            dashboard.close();
            throw e;
        }
    }

    /// What this JVM uses.
    public static Supplier<Vitals> vitals(Host host) {
        return () ->
                host.read(List.of())
                        .map(usage ->
                                new Vitals(
                                        usage.residentBytes(),
                                        Runtime.getRuntime().totalMemory()
                                                - Runtime.getRuntime().freeMemory(),
                                        Runtime.getRuntime().maxMemory(),
                                        usage.cpuNanos()))
                        .orElse(Vitals.UNKNOWN);
    }

    /// Where it is served; empty: nowhere.
    public Optional<InetSocketAddress> address() {
        return served.map(on -> on.server().address());
    }

    /// The address of its page for a browser, with the token that allows to act: a secret; empty:
    /// it is served nowhere.
    public Optional<String> link() {
        return served.map(on -> page(on) + "#token=" + on.token().text());
    }

    /// The same without the token.
    public Optional<String> page() {
        return served.map(LiveDashboard::page);
    }

    private static String page(Served on) {
        String host = on.server().address().getHostString();
        return "http://%s:%d/"
                .formatted(
                        host.contains(":") ? "[" + host + "]" : host,
                        on.server().address().getPort());
    }

    /// Opens a pool that it shows, and that can be changed through it.
    ///
    /// @param also what the pool's events go to besides
    public Pool open(PoolSpec spec, PoolOptions options, EventSink also) {
        if (served.isEmpty()) {
            return Pools.open(spec, options.withEvents(also));
        }
        Served on = served.get();
        String name = spec + purpose.map(why -> " (for %s)".formatted(why)).orElse("");
        purpose = Optional.empty();
        PoolDisplay display = on.dashboard().pool(shown(name, spec, on.here()));
        Pool pool;
        try {
            pool =
                    Pools.open(
                            spec,
                            options.withEvents(EventSink.tee(also, display))
                                    .withProgress(PROGRESS));
        } catch (RuntimeException e) {
            // Nobody else knows that it will never be open.
            display.accept(new RunEvent.PoolClosed(System.nanoTime()));
            throw e;
        }
        display.changedBy(watched(name, pool.controls()));
        return pool;
    }

    private PoolControls watched(String name, PoolControls controls) {
        return new PoolControls() {
            @Override
            public Set<Change.Kind> possible() {
                return controls.possible();
            }

            @Override
            public void make(Change change) {
                controls.make(change);
                changed.add(name);
            }
        };
    }

    /// The pools that were changed through it: what is measured of them is not of what their name
    /// says alone.
    public List<String> changed() {
        return changed.stream().sorted().toList();
    }

    /// The same as notes on figures, one line each.
    public List<String> changedNotes() {
        return changed().stream()
                .map(pool ->
                        "`%s`: changed on the page of the dashboard while it was measured, so its figures are of before and after"
                                .formatted(pool))
                .toList();
    }

    /// Something new is measured, whatever was changed before.
    public void forgetChanges() {
        changed.clear();
    }

    private static ShownPool shown(String name, PoolSpec spec, ShownPool.ThisJvm here) {
        return new ShownPool(
                name,
                spec.stoves().count(),
                spec.leavesThisJvm() ? Optional.empty() : Optional.of(here));
    }

    /// Shows how a comparison goes on. What it opens beside its pools is shown with what it is for.
    ///
    /// @param pools the names of its pools, in order
    public ComparisonListener comparison(List<String> pools) {
        // The one before may have been stopped before it opened what it told of.
        purpose = Optional.empty();
        rounds = served.map(on -> new RoundsSoFar(pools, on.dashboard()::compares));
        return rounds.map(listener -> ComparisonListener.tee(listener, new References()))
                .orElse(ComparisonListener.NONE);
    }

    /// Hears what pools are opened for.
    private final class References implements ComparisonListener {
        @Override
        public void openingReference(PoolSpec spec) {
            purpose = Optional.of("break-even");
        }
    }

    /// A run of this command is over: it can be opened from now on.
    ///
    /// @param kept what it is called where it was kept; empty when it was not
    public void finished(RunFile run, Optional<RunId> kept) {
        rounds.ifPresent(RoundsSoFar::over);
        served.ifPresent(on -> {
            on.runs().finished(run, kept);
            on.dashboard()
                    .news(
                            "the run of %s %s: see Runs for its table and its report"
                                    .formatted(
                                            run.scenario().title(),
                                            run.comparison().partial()
                                                    ? "was stopped before its end"
                                                    : "is over"));
        });
    }

    @Override
    public void close() {
        served.ifPresent(on -> {
            on.server().close();
            on.dashboard().close();
        });
    }
}
