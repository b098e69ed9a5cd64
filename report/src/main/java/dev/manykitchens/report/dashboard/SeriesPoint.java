package dev.manykitchens.report.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;

/// The figures of one step of the charts.
///
/// @param at when the step ended, seconds since the dashboard's zero
/// @param done jobs that ended, a second
/// @param failed jobs that ended without a result in the step, cancelled ones aside
/// @param retried how often a job went back to the queue in the step
/// @param lost workers that were lost in the step
/// @param queued jobs that waited at its end
/// @param running jobs that workers had at its end
/// @param free slots that were free at its end
/// @param slots how many there were
/// @param startP50 submission to start, of the jobs that ended in the step, seconds; NaN without
///   any
/// @param responseP50 submission to outcome, likewise
/// @param stoveWait how many jobs waited for a stove or a core, on average over the step, from jobs
///   that ended in it
record SeriesPoint(
        double at,
        double done,
        long failed,
        long retried,
        long lost,
        long queued,
        long running,
        long free,
        long slots,
        double startP50,
        double startP99,
        double responseP50,
        double responseP99,
        double stoveWait) {

    /// The share of slots that had a job at the end of the step; NaN when there were none.
    double utilisation() {
        return slots == 0 ? Double.NaN : (double) (slots - free) / slots;
    }

    /// By the names that the page knows.
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("t", at);
        figures.put("done", rounded(done));
        figures.put("failed", (double) failed);
        figures.put("retried", (double) retried);
        figures.put("lost", (double) lost);
        figures.put("queued", (double) queued);
        figures.put("running", (double) running);
        figures.put("free", (double) free);
        figures.put("slots", (double) slots);
        figures.put("start_p50", startP50);
        figures.put("start_p99", startP99);
        figures.put("response_p50", responseP50);
        figures.put("response_p99", responseP99);
        figures.put("utilisation", rounded(utilisation()));
        figures.put("stove_wait", rounded(stoveWait));
        return figures;
    }

    /// To a thousandth: nobody sees more in a chart.
    private static double rounded(double figure) {
        return Double.isFinite(figure) ? Math.round(figure * 1e3) / 1e3 : figure;
    }
}
