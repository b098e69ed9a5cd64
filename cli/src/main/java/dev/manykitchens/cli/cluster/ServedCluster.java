package dev.manykitchens.cli.cluster;

import dev.manykitchens.coordinator.serve.ServeOptions;
import dev.manykitchens.coordinator.serve.ServedCoordinator;
import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.report.http.HealthPage;
import dev.manykitchens.report.http.MetricsPage;
import dev.manykitchens.report.http.Site;
import dev.manykitchens.report.http.StatusServer;
import dev.manykitchens.report.metrics.ClusterMetrics;

import org.jspecify.annotations.Nullable;

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

    /// So long a page waits for the coordinator's loop.
    private static final Duration VIEW_LIMIT = Duration.ofSeconds(5);

    private final ServedCoordinator coordinator;
    private final ClusterMetrics metrics;
    private final @Nullable StatusServer pages;

    private ServedCluster(
            ServedCoordinator coordinator, ClusterMetrics metrics, @Nullable StatusServer pages) {
        this.coordinator = coordinator;
        this.metrics = metrics;
        this.pages = pages;
    }

    /// Begins to serve.
    ///
    /// @param http where pages are served; empty: nowhere
    /// @param also hears every event, on one thread; must be quick
    /// @throws IllegalArgumentException in one line when something that was typed cannot be used
    /// @throws IOException in one line when an address cannot be listened on
    public static ServedCluster start(
            ServeOptions options,
            Optional<InetSocketAddress> http,
            EventSink also,
            InstantSource clock)
            throws IOException {
        CompletableFuture<ServedCoordinator> started = new CompletableFuture<>();
        ClusterMetrics metrics = new ClusterMetrics(() -> viewOf(started.join()));
        ServedCoordinator coordinator =
                ServedCoordinator.start(options, EventSink.tee(metrics, also), clock);
        started.complete(coordinator);
        try {
            return new ServedCluster(
                    coordinator,
                    metrics,
                    http.isPresent() ? pages(http.get(), coordinator, metrics) : null);
        } catch (IOException | RuntimeException e) {
            coordinator.close();
            metrics.close();
            throw e;
        }
    }

    private static StatusServer pages(
            InetSocketAddress address, ServedCoordinator coordinator, ClusterMetrics metrics)
            throws IOException {
        try {
            return StatusServer.start(
                    address,
                    // Who knows the coordinator by a name asks for its pages by that name.
                    new HashSet<>(List.of(coordinator.reachableHost(), address.getHostString())),
                    Site.of(
                            Map.of(
                                    "/healthz", new HealthPage(() -> viewOf(coordinator)),
                                    "/metrics", new MetricsPage(metrics))));
        } catch (IOException e) {
            throw new IOException(
                    "metrics must be served at %s:%d, cannot: %s; --http HOST:PORT chooses another address, --http off none"
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
        return Optional.ofNullable(pages).map(StatusServer::address);
    }

    @Override
    public void close() {
        if (pages != null) {
            pages.close();
        }
        coordinator.close();
        metrics.close();
    }
}
