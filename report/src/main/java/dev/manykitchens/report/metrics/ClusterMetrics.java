package dev.manykitchens.report.metrics;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.Supplier;

/// The metrics of a coordinator: its cluster's, its jobs' and those of its own JVM.
///
/// Thread-safe: events come on one thread, scrapes on any others, also at once.
public final class ClusterMetrics implements EventSink, AutoCloseable {

    /// Prometheus's own text format.
    public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /// The format that grew out of it.
    public static final String OPEN_METRICS =
            "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final JobFigures figures = new JobFigures();

    /// @param views how the cluster is now; asked once a scrape, on the thread that scrapes. What
    ///   it throws comes out of [#write].
    public ClusterMetrics(Supplier<ClusterView> views) {
        registry.getPrometheusRegistry().register(new ClusterSeries(views, figures));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    @Override
    public void accept(RunEvent event) {
        figures.accept(event);
    }

    /// The format for a reader who accepts this.
    ///
    /// @param accept the value of its `Accept` header; empty when there is none
    public static String contentType(String accept) {
        return accept.toLowerCase(Locale.ROOT).contains("application/openmetrics-text")
                ? OPEN_METRICS
                : TEXT;
    }

    /// Writes how everything is now.
    ///
    /// @param contentType [#TEXT] or [#OPEN_METRICS]
    public void write(OutputStream out, String contentType) throws IOException {
        registry.scrape(out, contentType);
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
