package dev.manykitchens.report.cluster;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.cluster.JobTotals;
import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.report.text.OneLine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Words and colours that the table and the screen share.
final class Shown {

    static final int GOOD = 0x3D8FC4;
    static final int LOOK = 0xD98C21;
    static final int BAD = 0xC8453B;

    private static final int SHORTEST_NAME = 16;
    private static final int LONGEST_NAME = 40;
    private static final double NANOS = 1e9;

    private Shown() {}

    /// A name from elsewhere, cut where it would take more than its share of a line.
    ///
    /// @param width the characters of the line
    static String name(String foreign, int width) {
        return OneLine.of(foreign, Math.clamp(width / 4, SHORTEST_NAME, LONGEST_NAME));
    }

    static String time(long nanos) {
        return Figures.time(nanos / NANOS);
    }

    static String bytes(long bytes) {
        return bytes == 0 ? Figures.UNKNOWN : Figures.bytes(bytes);
    }

    static String state(WorkerState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static int colour(WorkerRow worker) {
        return switch (worker.state()) {
            case ACTIVE -> GOOD;
            case JOINING, DRAINING -> LOOK;
            case SUSPECT, LOST, LEFT -> BAD;
        };
    }

    /// How many workers are here, and in which states if not all are active.
    static String workers(ClusterView view) {
        String all = Figures.count(view.workers().size(), "worker");
        if (view.workersIn(WorkerState.ACTIVE) == view.workers().size()) {
            return all;
        }
        List<String> states = new ArrayList<>();
        for (WorkerState state : WorkerState.values()) {
            long count = view.workersIn(state);
            if (count > 0) {
                states.add(Figures.count(count) + " " + state(state));
            }
        }
        return all + " (" + String.join(", ", states) + ")";
    }

    /// Jobs that count apart, because their clients came again or did not; empty when there are
    /// none.
    static List<String> apart(JobTotals jobs) {
        List<String> parts = new ArrayList<>();
        if (jobs.orphaned() > 0) {
            parts.add(Figures.count(jobs.orphaned()) + " orphaned (their client went away)");
        }
        if (jobs.settledElsewhere() > 0) {
            parts.add(
                    Figures.count(jobs.settledElsewhere())
                            + " ended before their batch was handed in again");
        }
        return parts;
    }

    /// Whether it serves, with the build and the uptime.
    static String standing(ClusterView view) {
        return "coordinator"
                + (view.buildVersion().isEmpty()
                        ? ""
                        : " " + OneLine.of(view.buildVersion(), LONGEST_NAME))
                + ", up "
                + time(view.uptimeNanos())
                + ", "
                + (view.draining() ? "draining: takes no more workers and batches" : "serving");
    }
}
