package dev.manykitchens.report.text;

import dev.manykitchens.core.comparison.Caution;
import dev.manykitchens.core.load.GeneratorFigures;
import dev.manykitchens.core.load.LoadMeasurement;
import dev.manykitchens.core.load.LoadPlan;
import dev.manykitchens.core.load.LoadResult;
import dev.manykitchens.core.load.LoadedPool;
import dev.manykitchens.core.measurement.Latency;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;

import java.util.ArrayList;
import java.util.List;

/// What to keep in mind when reading the figures of a load, a line each, with the pool it is about.
public final class LoadNotes {

    /// A generator whose own delay is more than this part of a response shows in it.
    private static final double VISIBLE_PART = 0.1;

    /// A generator that hands in for more than this share of the time can hardly do more.
    private static final double BUSY_SHARE = 0.8;

    private LoadNotes() {}

    /// The notes of all pools, in the order they were named.
    public static List<String> of(LoadResult result) {
        List<String> notes = new ArrayList<>();
        for (LoadedPool pool : result.pools()) {
            pool.load()
                    .ifPresent(load -> {
                        for (String note : of(pool, load, result)) {
                            notes.add("`%s`: %s".formatted(pool.pool().name(), note));
                        }
                    });
        }
        return notes;
    }

    private static List<String> of(LoadedPool pool, LoadMeasurement load, LoadResult result) {
        List<String> notes = new ArrayList<>();
        if (load.counts().failed() > 0) {
            notes.add(
                    "%s failed; the times are those of the others"
                            .formatted(Figures.count(load.counts().failed(), "job")));
        }
        if (load.counts().cancelled() > 0 && load.hasSettled()) {
            notes.add(
                    "%s had not ended %s, and count with the time for which they had waited"
                            .formatted(
                                    Figures.count(load.counts().cancelled(), "job"),
                                    cancelledWhen(load, result)));
        }
        if (pool.pool().warmUp().rounds() == 0) {
            notes.add(CautionWords.of(new Caution.NotWarmedUp()));
        }
        GeneratorFigures generator = load.generator();
        if (load.hasSettled() && isVisible(generator.late(), load.response())) {
            notes.add(
                    "the generator of the load was late, by %s for half of the jobs and %s or more for 1 in 100; that is part of the responses, and not the pool's doing"
                            .formatted(
                                    Figures.time(generator.late().p50()),
                                    Figures.time(generator.late().p99())));
        }
        if (generator.handingIn() > BUSY_SHARE && !runsOnTheCaller(pool.pool().spec())) {
            notes.add(
                    "handing jobs in took %s of the time of the one thread that does it, so a higher rate would measure that thread"
                            .formatted(Figures.percent(generator.handingIn())));
        }
        return notes;
    }

    /// Loads that were interrupted hold pools that had theirs before, and one whose jobs were given
    /// up at once.
    private static String cancelledWhen(LoadMeasurement load, LoadResult result) {
        LoadPlan plan = result.plan();
        if (!result.partial()) {
            return DurationRange.text(plan.drainLimit()) + " after no more came";
        }
        boolean cutShort = load.counts().seconds() < plan.duration().toNanos() / 1e9;
        return cutShort ? "when the load was interrupted" : "in the time that was left";
    }

    private static boolean isVisible(Latency late, Latency response) {
        return late.p50() > VISIBLE_PART * response.p50()
                || late.p99() > VISIBLE_PART * response.p99();
    }

    private static boolean runsOnTheCaller(PoolSpec spec) {
        return spec.kind() instanceof PoolSpec.Kind.Sequential;
    }
}
