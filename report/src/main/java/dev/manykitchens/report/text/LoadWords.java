package dev.manykitchens.report.text;

import dev.manykitchens.core.load.KeepingUp;
import dev.manykitchens.core.load.LoadArrivals;
import dev.manykitchens.core.load.LoadCounts;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.load.LoadPlan;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.load.LoadedPool;

import java.util.List;

/// What pools did under a load, a sentence each:
///
/// ```
/// `virtual` keeps up with 200/s: half of the jobs were back 20.6 ms after their intended start, 99 in 100 within 22.1 ms
/// `threads:1` cannot keep up with 200/s: it completed 49.7/s, 1,491 jobs were in the system after 10.0 s, and …
/// it is not clear whether `threads:4` keeps up with 200/s: …
/// ```
public final class LoadWords {

    private LoadWords() {}

    /// A sentence for each pool, in the order of the table.
    public static List<String> of(LoadResult result) {
        return result.ranked().stream().map(pool -> of(pool, result.plan())).toList();
    }

    /// The sentence for one pool.
    public static String of(LoadedPool pool, LoadPlan plan) {
        String name = "`" + pool.pool().name() + "`";
        return pool.load()
                .map(load ->
                        switch (load.keepingUp().answer()) {
                            case YES -> yes(name, plan, load);
                            case CLOSED -> closed(name, plan, load);
                            case NO -> no(name, plan, load);
                            case UNCLEAR -> unclear(name, plan, load);
                        })
                .orElse(name + " had no load");
    }

    private static String yes(String name, LoadPlan plan, LoadMeasurement load) {
        return "%s keeps up with %s: %s".formatted(name, plan.arrivals(), answered(load));
    }

    private static String closed(String name, LoadPlan plan, LoadMeasurement load) {
        return "%s served %s with %s: %s"
                .formatted(
                        name,
                        plan.arrivals(),
                        Figures.rate(load.counts().completedPerSecond()),
                        answered(load));
    }

    private static String no(String name, LoadPlan plan, LoadMeasurement load) {
        LoadCounts counts = load.counts();
        String cannot =
                "%s cannot keep up with %s: it completed %s, "
                        .formatted(
                                name, plan.arrivals(), Figures.rate(counts.completedPerSecond()));
        return load.keepingUp().overflowed()
                ? cannot
                        + "and was stopped after %s, when %s had come and not ended"
                                .formatted(
                                        Figures.time(counts.seconds()),
                                        Figures.count(counts.inSystemAtEnd(), "job"))
                : cannot
                        + "%s in the system after %s, and the last tenth of the jobs took %s longer than the quickest tenth; that grows for as long as the load goes on, so no percentiles are given"
                                .formatted(
                                        Figures.count(counts.inSystemAtEnd(), "job")
                                                + (counts.inSystemAtEnd() == 1 ? " was" : " were"),
                                        Figures.time(counts.seconds()),
                                        Figures.time(load.keepingUp().rise()));
    }

    private static String unclear(String name, LoadPlan plan, LoadMeasurement load) {
        int jobs = load.keepingUp().jobs();
        String why =
                jobs < KeepingUp.FEWEST_JOBS
                        ? "%s came, and fewer than %d tell nothing"
                                .formatted(Figures.count(jobs, "job"), KeepingUp.FEWEST_JOBS)
                        : hasFewBursts(plan, jobs)
                                ? "fewer than %d whole bursts tell nothing"
                                        .formatted(KeepingUp.FEWEST_BURSTS)
                                : "responses rose by more than they do far below its capacity, and less than they do above it";
        return "it is not clear whether %s keeps up with %s: %s; %s"
                .formatted(
                        name,
                        plan.arrivals(),
                        why,
                        plan.arrivals() instanceof LoadArrivals.AtRate
                                ? "a longer --duration tells more"
                                : "more jobs tell more");
    }

    private static boolean hasFewBursts(LoadPlan plan, int jobs) {
        return plan.arrivals() instanceof LoadArrivals.Planned planned
                && planned.atOnce() > 1
                && jobs / planned.atOnce() < KeepingUp.FEWEST_BURSTS;
    }

    private static String answered(LoadMeasurement load) {
        return load.response().count() == 0
                ? "no job gave a result"
                : "half of the jobs were back %s after their intended start, 99 in 100 within %s"
                        .formatted(
                                Figures.time(load.response().p50()),
                                Figures.time(load.response().p99()));
    }
}
