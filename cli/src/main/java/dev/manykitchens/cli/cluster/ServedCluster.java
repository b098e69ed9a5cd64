package dev.manykitchens.cli.cluster;

import dev.manykitchens.coordinator.serve.ServedCoordinator;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.report.dashboard.Acting;
import dev.manykitchens.report.dashboard.Dashboard;
import dev.manykitchens.report.dashboard.DashboardSite;
import dev.manykitchens.report.dashboard.Playbill;
import dev.manykitchens.report.dashboard.PoolDisplay;
import dev.manykitchens.report.dashboard.ShownPool;
import dev.manykitchens.report.dashboard.Vitals;
import dev.manykitchens.report.history.RunShelf;
import dev.manykitchens.report.http.HealthPage;
import dev.manykitchens.report.http.MetricsPage;
import dev.manykitchens.report.http.Site;
import dev.manykitchens.report.http.StatusServer;
import dev.manykitchens.report.metrics.ClusterMetrics;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A coordinator and the pages that tell how it is. Thread-safe.
public final class ServedCluster implements AutoCloseable {

    private static final String CLUSTER = "cluster";

    /// So long a page waits for the coordinator's loop.
    private static final Duration VIEW_LIMIT = Duration.ofSeconds(5);

    private final ServedCoordinator coordinator;
    private final ClusterMetrics metrics;
    private final Optional<Dashboard> dashboard;
    private final Optional<StatusServer> pages;

    private ServedCluster(
            ServedCoordinator coordinator,
            ClusterMetrics metrics,
            Optional<Dashboard> dashboard,
            Optional<StatusServer> pages) {
        this.coordinator = coordinator;
        this.metrics = metrics;
        this.dashboard = dashboard;
        this.pages = pages;
    }

    /// How a coordinator is started.
    @FunctionalInterface
    public interface Starting {

        /// Starts it.
        ///
        /// @param events hears every event, on one thread; quick
        /// @throws IOException in one line when it cannot be
        ServedCoordinator start(EventSink events) throws IOException;
    }

    /// What is done when the pages cannot be served.
    @FunctionalInterface
    public interface PagesFailed {

        /// Serves without them when this returns.
        ///
        /// @param why in one line
        /// @throws IOException that one, when it is not to serve then
        void because(IOException why) throws IOException;
    }

    /// Begins to serve.
    ///
    /// @param starting starts the coordinator
    /// @param http where pages are served; empty: nowhere
    /// @param pagesFailed what is done when they cannot be
    /// @param runs past runs that the dashboard can show
    /// @param version of this program
    /// @param also hears every event, on one thread; must be quick
    /// @throws IllegalArgumentException in one line when something that was typed cannot be used
    /// @throws IOException in one line when an address cannot be listened on
    public static ServedCluster start(
            Starting starting,
            Optional<InetSocketAddress> http,
            PagesFailed pagesFailed,
            RunShelf runs,
            String version,
            EventSink also,
            InstantSource clock)
            throws IOException {
        Optional<Dashboard> dashboard =
                http.map(_ ->
                        Dashboard.open(
                                "kitchen coordinator",
                                version,
                                clock.instant(),
                                () -> Vitals.UNKNOWN));
        PoolDisplay shown =
                dashboard
                        .map(page -> page.pool(ShownPool.serving(CLUSTER)))
                        .orElse(PoolDisplay.NONE);
        CompletableFuture<ServedCoordinator> started = new CompletableFuture<>();
        ClusterMetrics metrics = new ClusterMetrics(() -> viewOf(started.join()));
        ServedCoordinator coordinator = null;
        try {
            coordinator = starting.start(EventSink.tee(metrics, shown, also));
            started.complete(coordinator);
            shown.changedBy(coordinator.controls());
            Optional<StatusServer> pages = Optional.empty();
            if (http.isPresent()) {
                try {
                    pages =
                            Optional.of(
                                    serve(
                                            http.get(),
                                            coordinator,
                                            metrics,
                                            dashboard.orElseThrow(),
                                            runs));
                } catch (IOException e) {
                    pagesFailed.because(e);
                }
            }
            return new ServedCluster(coordinator, metrics, dashboard, pages);
        } catch (IOException | RuntimeException e) {
            if (coordinator != null) {
                coordinator.close();
            }
            dashboard.ifPresent(Dashboard::close);
            metrics.close();
            throw e;
        }
    }

    /// Likewise, where pages that cannot be served are a failure.
    ///
    /// @throws IllegalArgumentException in one line when something that was typed cannot be used
    /// @throws IOException in one line when an address cannot be listened on
    public static ServedCluster start(
            Starting starting,
            Optional<InetSocketAddress> http,
            RunShelf runs,
            String version,
            EventSink also,
            InstantSource clock)
            throws IOException {
        return start(
                starting,
                http,
                why -> {
                    throw why;
                },
                runs,
                version,
                also,
                clock);
    }

    private static StatusServer serve(
            InetSocketAddress address,
            ServedCoordinator coordinator,
            ClusterMetrics metrics,
            Dashboard dashboard,
            RunShelf runs)
            throws IOException {
        try {
            return StatusServer.start(
                    address,
                    // Who knows the coordinator by a name asks for its pages by that name.
                    new HashSet<>(List.of(coordinator.reachableHost(), address.getHostString())),
                    Site.of(
                                    Map.of(
                                            "/healthz", new HealthPage(() -> viewOf(coordinator)),
                                            "/metrics", new MetricsPage(metrics)))
                            .with(
                                    DashboardSite.of(
                                            dashboard,
                                            runs,
                                            new Acting(coordinator::allowsClient, Playbill.NONE))));
        } catch (IOException e) {
            throw new IOException(
                    "pages must be served at %s:%d, cannot: %s; --http HOST:PORT chooses another address, --http off none"
                            .formatted(address.getHostString(), address.getPort(), e.getMessage()),
                    e);
        }
    }

    private static ClusterView viewOf(ServedCoordinator coordinator) {
        try {
            return coordinator.view().get(VIEW_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("looking at the cluster must not be interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "the coordinator must answer within %d s, did not"
                            .formatted(VIEW_LIMIT.toSeconds()),
                    e);
        }
    }

    /// The coordinator.
    public ServedCoordinator coordinator() {
        return coordinator;
    }

    /// Where pages are served; empty: nowhere.
    public Optional<InetSocketAddress> http() {
        return pages.map(StatusServer::address);
    }

    @Override
    public void close() {
        pages.ifPresent(StatusServer::close);
        coordinator.close();
        dashboard.ifPresent(Dashboard::close);
        metrics.close();
    }
}
