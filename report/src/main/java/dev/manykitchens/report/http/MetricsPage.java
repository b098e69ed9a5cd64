package dev.manykitchens.report.http;

import dev.manykitchens.report.metrics.ClusterMetrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// All metrics, in the text format of Prometheus or as OpenMetrics.
public final class MetricsPage implements Page {

    private final ClusterMetrics metrics;

    public MetricsPage(ClusterMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public Answer answer(Ask ask) throws IOException {
        String contentType = ClusterMetrics.contentType(ask.accept());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        metrics.write(body, contentType);
        return new Answer(200, contentType, body.toByteArray());
    }
}
