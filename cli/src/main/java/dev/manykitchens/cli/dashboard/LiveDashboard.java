package dev.manykitchens.cli.dashboard;

import dev.manykitchens.cli.host.Host;
import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.dashboard.Dashboard;
import dev.manykitchens.report.dashboard.DashboardSite;
import dev.manykitchens.report.dashboard.ShownPool;
import dev.manykitchens.report.dashboard.Vitals;
import dev.manykitchens.report.history.RunId;
import dev.manykitchens.report.history.RunShelf;
import dev.manykitchens.report.http.StatusServer;
import dev.manykitchens.report.run.RunFile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A dashboard of the pools that one command opens, served while it runs; or none, which changes
/// nothing. Thread-safe.
public final class LiveDashboard implements AutoCloseable {

    /// How often pools tell which jobs are in progress: a frame's time.
    private static final Duration PROGRESS = Duration.ofMillis(100);

    /// Shows nothing.
    public static final LiveDashboard NONE = new LiveDashboard(Optional.empty());

    private final Optional<Served> served;

    /// @param here this process, as pools inside it are shown
    private record Served(
            Dashboard dashboard, StatusServer server, ShownPool.ThisJvm here, RunShelf runs) {}

    private LiveDashboard(Optional<Served> served) {
        this.served = served;
    }

    /// Begins to serve.
    ///
    /// @param address where
    /// @param title what is shown
    /// @param runs past runs that can be shown
    /// @throws IOException when the address cannot be listened on
    public static LiveDashboard start(
            InetSocketAddress address, String title, String version, Host host, RunShelf runs)
            throws IOException {
        Dashboard dashboard = Dashboard.open(title, version, Instant.now(), vitals(host));
        try {
            StatusServer server =
                    StatusServer.start(
                            address,
                            Set.of(address.getHostString()),
                            DashboardSite.of(dashboard, runs));
            ShownPool.ThisJvm here =
                    new ShownPool.ThisJvm(host.here().host(), host.here().pid(), version);
            return new LiveDashboard(Optional.of(new Served(dashboard, server, here, runs)));
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

    /// These options for a pool that it shows.
    ///
    /// @param also what the pool's events go to besides
    public PoolOptions shown(PoolSpec spec, PoolOptions options, EventSink also) {
        return served.map(on ->
                        options.withEvents(
                                        EventSink.tee(
                                                also, on.dashboard().pool(shown(spec, on.here()))))
                                .withProgress(PROGRESS))
                .orElseGet(() -> options.withEvents(also));
    }

    private static ShownPool shown(PoolSpec spec, ShownPool.ThisJvm here) {
        return new ShownPool(
                spec.toString(),
                spec.stoves().count(),
                spec.leavesThisJvm() ? Optional.empty() : Optional.of(here));
    }

    /// Shows how a comparison goes on.
    ///
    /// @param pools the names of its pools, in order
    public ComparisonListener comparison(List<String> pools) {
        return served.<ComparisonListener>map(
                        on -> new RoundsSoFar(pools, on.dashboard()::compares))
                .orElse(ComparisonListener.NONE);
    }

    /// A run of this command is over: it can be opened from now on.
    ///
    /// @param kept what it is called where it was kept; empty when it was not
    public void finished(RunFile run, Optional<RunId> kept) {
        served.ifPresent(on -> {
            on.runs().finished(run, kept);
            on.dashboard().news("the run is over: see Runs for its table and its report");
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
