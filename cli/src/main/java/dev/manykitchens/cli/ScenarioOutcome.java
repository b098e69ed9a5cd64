package dev.manykitchens.cli;

import dev.manykitchens.cli.scene.Measured;
import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.measurement.Latency;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.report.dashboard.StageRow.PromiseRow;
import dev.manykitchens.report.run.LoadEntry;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.ResponseEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.text.Figures;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What came of a scenario on one pool, in a few rows.
///
/// @param goal what its response times should keep
/// @param run of this pool alone
record ScenarioOutcome(Optional<Goal> goal, RunFile run) {

    private PoolEntry pool() {
        return run.pools().getFirst();
    }

    /// The figures, with the goal as the one thing that is promised.
    List<PromiseRow> rows() {
        List<PromiseRow> rows = new ArrayList<>();
        if (pool().times().length > 0) {
            rows.add(row("makespan", seconds(pool().times()[0])));
        }
        TreeSet<Goal.Figure> figures = new TreeSet<>(List.of(Goal.Figure.P50, Goal.Figure.P99));
        goal.ifPresent(limit -> figures.add(limit.figure()));
        figures.forEach(figure -> response(figure).ifPresent(rows::add));
        LoadEntry load = pool().load();
        long jobs = load == null ? run.jobs() : load.offered();
        rows.add(row("failed jobs", "%d of %d".formatted(pool().failed(), jobs)));
        if (pool().retried() > 0) {
            rows.add(row("jobs that ran again", Integer.toString(pool().retried())));
        }
        return rows;
    }

    /// The same in one line.
    String words() {
        LoadEntry load = pool().load();
        String failed = pool().failed() == 0 ? "" : ", %d failed".formatted(pool().failed());
        if (load != null) {
            return load.words() + failed;
        }
        return pool().times().length == 0
                ? "no round was complete" + failed
                : "%d jobs in %s%s".formatted(run.jobs(), seconds(pool().times()[0]), failed);
    }

    private Optional<PromiseRow> response(Goal.Figure figure) {
        Latency times = response();
        double measured = figure.of(times);
        boolean known = !Double.isNaN(measured);
        String label = "response " + figure.word();
        return goal.filter(limit -> limit.figure() == figure)
                .map(limit ->
                        new PromiseRow(
                                label,
                                "below " + DurationRange.text(limit.limit()),
                                known ? seconds(measured) : "not known",
                                limit.isMetBy(times),
                                known ? "" : whyUnknown()))
                .or(() -> known ? Optional.of(row(label, seconds(measured))) : Optional.empty());
    }

    private String whyUnknown() {
        LoadEntry load = pool().load();
        return load != null && load.keepsUp().equals("no")
                ? "it does not keep up"
                : "no job has a response time";
    }

    private Latency response() {
        LoadEntry load = pool().load();
        if (load == null) {
            ResponseEntry times = pool().response();
            return latency(
                    times.count(),
                    times.mean(),
                    times.p50(),
                    times.p90(),
                    times.p99(),
                    times.max());
        }
        LoadEntry.LatencyEntry times = load.response();
        return latency(
                times.count(), times.mean(), times.p50(), times.p90(), times.p99(), times.max());
    }

    /// Without the 999 in a thousand, for which there is no goal.
    private static Latency latency(
            long count,
            @Nullable Double mean,
            @Nullable Double p50,
            @Nullable Double p90,
            @Nullable Double p99,
            @Nullable Double max) {
        return new Latency(
                count,
                Figures.orNaN(mean),
                Figures.orNaN(p50),
                Figures.orNaN(p90),
                Figures.orNaN(p99),
                Double.NaN,
                Figures.orNaN(max));
    }

    private static PromiseRow row(String label, String measured) {
        return new PromiseRow(label, null, measured, null, "");
    }

    private static String seconds(double seconds) {
        return Measured.seconds(seconds).text();
    }
}
