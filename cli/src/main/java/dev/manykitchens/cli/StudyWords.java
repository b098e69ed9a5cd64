package dev.manykitchens.cli;

import dev.manykitchens.core.load.KeepingUp;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.WorkerConditions;
import dev.manykitchens.report.text.FaultWords;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.simulator.study.Capacity;
import dev.manykitchens.simulator.study.Expectation;
import dev.manykitchens.simulator.study.Interval;
import dev.manykitchens.simulator.study.PoolStudy;
import dev.manykitchens.simulator.study.RunFigures;
import dev.manykitchens.simulator.study.StudyResult;
import dev.manykitchens.simulator.theory.LittlesLaw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/// A study in sentences.
final class StudyWords {

    /// Figures that disagree by no more than this are called the same.
    private static final double SAME = 0.05;

    private static final double LITTLE = 1e-6;

    /// The same jobs on two pools show differences that matter to nobody.
    private static final double MATTERS = 1.005;

    /// What is needed for less than this part of its time is not scarce: with as many jobs again
    /// there would still be enough of it.
    private static final double SCARCE = 0.5;

    /// A smaller part than this is not said in figures.
    private static final double LEAST_SHOWN = 0.001;

    /// So many jobs of a replication, and theory's long run is near. Where servers are busy to a
    /// part `ρ`, a queue forgets that it began empty after about `ρ/(1-√ρ)²` jobs (Kleinrock,
    /// *Queueing Systems* vol. 2, 1976, the relaxation time of M/M/1): 72 at 80 %, of which it
    /// takes several, and as many again until a mean stands.
    private static final int LONG_RUN = 1_000;

    private StudyWords() {}

    /// What follows from a study: the best pool, what is scarce, what theory says.
    static List<String> of(StudyResult result) {
        List<String> words = new ArrayList<>();
        best(result)
                .ifPresent(best -> {
                    words.add(verdict(result, best));
                    if (best.capacity().bottleneck().each() > 0) {
                        words.add(scarce(best, result.scenario()));
                    }
                });
        for (PoolStudy pool : result.pools()) {
            if (pool.failedPart() > 0) {
                words.add("`%s`: %s of its jobs failed.".formatted(pool.spec(), failed(pool)));
            }
            pool.complaint().ifPresent(why -> words.add("`%s` %s.".formatted(pool.spec(), why)));
            pool.expectation()
                    .filter(_ -> !pool.runs().isEmpty())
                    .ifPresent(theory ->
                            words.add("`%s`: %s".formatted(pool.spec(), agreement(pool, theory))));
        }
        return words;
    }

    /// The part of a pool's jobs that failed: of a few in thousands it is not said that it is
    /// nothing.
    static String failed(PoolStudy pool) {
        double part = pool.failedPart();
        return part > 0 && part < LEAST_SHOWN
                ? "under 0.1 %"
                : part < 0.01
                        ? String.format(Locale.ROOT, "%.1f %%", 100 * part)
                        : Figures.percent(part);
    }

    private static Optional<PoolStudy> best(StudyResult result) {
        return result.pools().stream()
                .filter(pool -> !pool.runs().isEmpty() && pool.failedPart() < 1)
                .min(
                        Comparator.comparingDouble(pool ->
                                pool.interval(run -> StudyResult.headline(result.scenario(), run))
                                        .mean()));
    }

    private static String verdict(StudyResult result, PoolStudy best) {
        List<String> same = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (PoolStudy other : result.pools()) {
            if (!other.equals(best) && !other.runs().isEmpty()) {
                Interval ratio =
                        StudyResult.ratio(
                                other, best, run -> StudyResult.headline(result.scenario(), run));
                if (ratio.low() > MATTERS) {
                    others.add(
                            "%s times %s than `%s`"
                                    .formatted(
                                            Figures.ratio(ratio.mean()),
                                            result.scenario().keepsComing() ? "shorter" : "faster",
                                            other.spec()));
                } else {
                    same.add("`" + other.spec() + "`");
                }
            }
        }
        String what = result.scenario().keepsComing() ? "has the shortest responses" : "is fastest";
        return "`%s` %s%s%s."
                .formatted(
                        best.spec(),
                        what,
                        others.isEmpty() ? "" : ": " + String.join(", ", others),
                        same.isEmpty()
                                ? ""
                                : "; no difference that matters to " + String.join(", ", same));
    }

    private static String scarce(PoolStudy pool, Scenario scenario) {
        String words = scarce(pool);
        return pool.spec().leavesThisJvm() && scenario.workers().hasFaults()
                ? words.substring(0, words.length() - 1) + ", faults aside."
                : words;
    }

    private static String scarce(PoolStudy pool) {
        Capacity.Need need = pool.capacity().bottleneck();
        double utilisation = pool.capacity().utilisation(need);
        // Jobs without a rate of their own come and go at the one that was simulated.
        double needed =
                Double.isNaN(utilisation) ? pool.throughput() / need.mostPerSecond() : utilisation;
        if (needed < SCARCE) {
            return "Nothing is scarce: jobs need only %s of the time of its %s, of which it has least; that can do at most %s."
                    .formatted(
                            Figures.percent(needed),
                            need.what(),
                            Figures.rate(need.mostPerSecond()));
        }
        if (Double.isNaN(utilisation)) {
            return "What it has least of is its %s: it can do at most %s."
                    .formatted(need.what(), Figures.rate(need.mostPerSecond()));
        }
        return "What it has least of is its %s: jobs need %s of its time, and at most %s can come."
                .formatted(
                        need.what(),
                        Figures.percent(utilisation),
                        Figures.rate(need.mostPerSecond()));
    }

    /// How a simulation agrees with theory.
    static String agreement(PoolStudy pool, Expectation theory) {
        Interval response = pool.interval(run -> run.response().mean());
        double expected = theory.responseSeconds();
        String says =
                "%s says %s%s, simulated were %s"
                        .formatted(
                                theory.notation(),
                                Figures.time(expected),
                                theory.isExact() ? "" : " (an approximation)",
                                Figures.time(response.mean(), response.halfWidth()));
        if (response.holds(expected)) {
            return says + ": they agree.";
        }
        double off = response.mean() / expected - 1;
        if (Math.abs(off) <= SAME) {
            return says + ": within " + Figures.percent(Math.abs(off)) + ".";
        }
        return says + ": " + difference(pool, theory) + ".";
    }

    /// Why a simulation and theory differ.
    static String difference(PoolStudy pool, Expectation theory) {
        double jobs = pool.interval(run -> run.jobs() - run.leftOut()).mean();
        if (!theory.isExact() && jobs >= LONG_RUN) {
            return "the approximation knows only means and variances";
        }
        return "the runs %s too short for the long-run mean that theory states"
                .formatted(
                        jobs < LONG_RUN
                                ? "of %s are".formatted(Figures.count(Math.round(jobs), "job"))
                                : "may be");
    }

    /// What the scenario says of workers and does not concern these pools.
    private static List<String> faults(StudyResult result) {
        WorkerConditions workers = result.scenario().workers();
        List<PoolSpec> specs = result.pools().stream().map(PoolStudy::spec).toList();
        List<String> words = new ArrayList<>();
        if (!workers.isFair() && specs.stream().noneMatch(PoolSpec::leavesThisJvm)) {
            words.add(
                    "Workers, network and faults of the scenario are those of processes:N, which is not among the pools.");
        }
        words.addAll(FaultWords.never(workers, specs));
        return words;
    }

    /// Pools that could not keep up with a trace if it went on: of so few jobs nobody knows whether
    /// it does, so they are averaged, and that is said.
    private static List<String> rushes(StudyResult result) {
        OptionalDouble rate = Capacity.rushRate(result.scenario());
        List<String> words = new ArrayList<>();
        if (rate.isEmpty()) {
            return words;
        }
        for (PoolStudy pool : result.pools()) {
            Capacity.Need need = pool.capacity().bottleneck();
            double needed = rate.getAsDouble() / need.mostPerSecond();
            if (needed >= 1 && !pool.runs().isEmpty()) {
                words.add(
                        "`%s`: while the jobs of the trace come, they need %s of its %s; of fewer than %s it is not said that it cannot keep up, for that may be one rush, so its figures are the means of these jobs, and would be worse if they went on coming like that."
                                .formatted(
                                        pool.spec(),
                                        Figures.percent(needed),
                                        need.what(),
                                        Figures.count(KeepingUp.FEWEST_JOBS, "job")));
            }
        }
        return words;
    }

    /// What to keep in mind.
    ///
    /// @param knowsDispatch whether it is known what dispatch costs on a pool
    static List<String> cautions(StudyResult result, Predicate<PoolSpec> knowsDispatch) {
        List<String> words = new ArrayList<>();
        words.add(
                "Simulated: switches of threads, garbage collection and what other programs do take no time.");
        boolean travelsForNothing =
                result.scenario().workers().network().isEmpty()
                        && result.pools().stream()
                                .map(PoolStudy::spec)
                                .filter(spec -> spec.kind() instanceof PoolSpec.Kind.Processes)
                                .anyMatch(knowsDispatch.negate());
        if (travelsForNothing) {
            words.add("On worker JVMs, jobs and results travel in no time.");
        }
        words.addAll(faults(result));
        words.addAll(rushes(result));
        for (PoolStudy pool : result.pools()) {
            for (RunFigures run : pool.runs()) {
                double whole = run.elapsed() * run.throughput();
                if (whole > 0 && run.leftOut() == 0 && run.failed() == 0) {
                    double off =
                            new LittlesLaw(run.inSystem(), run.throughput(), run.response().mean())
                                    .relativeDisagreement();
                    if (off > LITTLE) {
                        words.add(
                                "`%s`: Little's law is off by %s, which is a mistake of the simulation."
                                        .formatted(pool.spec(), Figures.percent(off)));
                        break;
                    }
                }
            }
        }
        return words;
    }
}
