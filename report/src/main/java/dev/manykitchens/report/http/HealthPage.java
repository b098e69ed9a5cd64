package dev.manykitchens.report.http;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.report.json.Json;

import java.util.function.Supplier;

/// Whether the coordinator takes workers and batches: 200 `serving`, 503 `draining`. As JSON when
/// that is asked for, with the uptime and the workers that are here.
public final class HealthPage implements Page {

    private final Supplier<ClusterView> views;

    /// @param views how the cluster is now; one that throws makes the answer a 500
    public HealthPage(Supplier<ClusterView> views) {
        this.views = views;
    }

    private record Health(String status, double uptimeSeconds, int workers) {}

    @Override
    public Answer answer(Ask ask) {
        ClusterView view = views.get();
        int status = view.draining() ? 503 : 200;
        String word = view.draining() ? "draining" : "serving";
        return ask.wantsJson()
                ? Answer.of(
                        status,
                        "application/json",
                        Json.write(
                                new Health(word, view.uptimeNanos() / 1e9, view.workers().size())))
                : Answer.line(status, word);
    }
}
