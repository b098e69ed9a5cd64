package dev.manykitchens.cli.cluster;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.OneLine;

import java.util.Optional;
import java.util.function.Consumer;

/// Says who joins and who leaves a cluster, a line each: what somebody who started a coordinator
/// waits to see.
///
/// @param say takes a line
public record ClusterNews(Consumer<String> say) implements EventSink {

    @Override
    public void accept(RunEvent event) {
        news(event).ifPresent(line -> say.accept(OneLine.of(line)));
    }

    private static Optional<String> news(RunEvent event) {
        return switch (event) {
            case RunEvent.WorkerJoined joined ->
                    Optional.of(
                            "%s joined from %s, PID %d, %s"
                                    .formatted(
                                            joined.worker(),
                                            joined.host(),
                                            joined.pid(),
                                            Figures.count(joined.threads(), "thread")));
            case RunEvent.WorkerChanged change -> changed(change);
            case RunEvent.PoolReady _,
                    RunEvent.BatchSubmitted _,
                    RunEvent.ChunkAssigned _,
                    RunEvent.JobsCopied _,
                    RunEvent.JobsRequeued _,
                    RunEvent.JobsFinished _,
                    RunEvent.JobFailed _,
                    RunEvent.BatchFinished _,
                    RunEvent.ResultsDropped _,
                    RunEvent.WorkerMeasured _,
                    RunEvent.JobsInProgress _,
                    RunEvent.WorkerDescribed _,
                    RunEvent.WorkerResized _,
                    RunEvent.SettingsChanged _,
                    RunEvent.ResourceUsed _,
                    RunEvent.PoolClosed _ ->
                    Optional.empty();
        };
    }

    private static Optional<String> changed(RunEvent.WorkerChanged change) {
        String why = change.reason().isEmpty() ? "" : ": " + change.reason();
        return switch (change.state()) {
            case DRAINING -> Optional.of(change.worker() + " drains" + why);
            case LOST -> Optional.of(change.worker() + " was lost" + why);
            case LEFT -> Optional.of(change.worker() + " left");
            // Silent, without a stream, or not heard by this coordinator yet: the reason says
            // which.
            case SUSPECT -> Optional.of(change.worker() + " is waited for" + why);
            // Coming back from silence is news, joining was told.
            case ACTIVE, JOINING -> Optional.empty();
        };
    }
}
