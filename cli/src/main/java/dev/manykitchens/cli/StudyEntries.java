package dev.manykitchens.cli;

import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.Latency;
import dev.manykitchens.core.measurement.Split;
import dev.manykitchens.core.measurement.Times;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.ScenarioBatch;
import dev.manykitchens.report.run.ClassEntry;
import dev.manykitchens.report.run.FaultEntry;
import dev.manykitchens.report.run.HostFacts;
import dev.manykitchens.report.run.IntervalEntry;
import dev.manykitchens.report.run.Plan;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RatioEntry;
import dev.manykitchens.report.run.ResponseEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.SimulationEntry;
import dev.manykitchens.report.run.SplitEntry;
import dev.manykitchens.report.run.TimelineEntry;
import dev.manykitchens.report.run.VerdictEntry;
import dev.manykitchens.report.run.WarmUpEntry;
import dev.manykitchens.report.text.WorkerWords;
import dev.manykitchens.simulator.study.Capacity;
import dev.manykitchens.simulator.study.Expectation;
import dev.manykitchens.simulator.study.Interval;
import dev.manykitchens.simulator.study.PoolStudy;
import dev.manykitchens.simulator.study.RunFigures;
import dev.manykitchens.simulator.study.StudyResult;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// A study as a run: the same file as a measured one, marked as simulated.
final class StudyEntries {

    private StudyEntries() {}

    static RunFile file(
            StudyResult result, HostFacts host, String version, String command, Instant ended) {
        return file(result, host, version, command, ended, _ -> false);
    }

    /// @param knowsDispatch whether it is known what dispatch costs on a pool
    static RunFile file(
            StudyResult result,
            HostFacts host,
            String version,
            String command,
            Instant ended,
            Predicate<PoolSpec> knowsDispatch) {
        Scenario scenario = result.scenario();
        return new RunFile(
                RunFile.SCHEMA,
                true,
                ended.toString(),
                version,
                command,
                host,
                new dev.manykitchens.report.run.Scenario(
                        ScenarioBatch.RECIPE,
                        "own",
                        1,
                        scenario.seed(),
                        null,
                        BatchOptions.DEFAULTS.attempts(),
                        scenario.name(),
                        WorkerWords.of(scenario.workers())),
                jobs(result),
                new Plan(
                        result.options().replications(),
                        0,
                        0,
                        0,
                        scenario.seed(),
                        result.partial()),
                result.pools().stream().map(pool -> pool(result, pool)).toList(),
                new VerdictEntry(null, List.of(), StudyWords.of(result)),
                List.of(),
                null,
                null,
                StudyWords.cautions(result, knowsDispatch));
    }

    private static int jobs(StudyResult result) {
        return result.pools().stream()
                .flatMap(pool -> pool.runs().stream())
                .mapToInt(RunFigures::jobs)
                .max()
                .orElse(result.scenario().jobs().orElse(0));
    }

    /// One pool of it.
    static PoolEntry pool(StudyResult result, PoolStudy pool) {
        double[] times = pool.runs().stream().mapToDouble(RunFigures::elapsed).toArray();
        Times elapsed = Times.of(times);
        Interval speedUp = result.speedUp(pool);
        OptionalInt slots = pool.spec().kind().slots();
        return new PoolEntry(
                pool.spec().toString(),
                slots.isPresent() ? slots.getAsInt() : null,
                times.length,
                new WarmUpEntry(0, null, null, 0),
                times,
                known(elapsed.mean()),
                known(elapsed.stddev()),
                known(elapsed.median()),
                known(elapsed.min()),
                known(elapsed.max()),
                known(pool.throughput()),
                new RatioEntry(known(speedUp.mean()), known(speedUp.low()), known(speedUp.high())),
                null,
                0,
                response(pool),
                null,
                SplitEntry.of(Split.mean(pool.runs().stream().map(RunFigures::split).toList())),
                null,
                null,
                null,
                List.of(),
                pool.runs().stream().mapToInt(RunFigures::failed).sum(),
                pool.runs().stream().mapToInt(RunFigures::retried).sum(),
                pool.runs().stream().mapToInt(RunFigures::workersLost).sum(),
                null,
                pool.timeline().map(TimelineEntry::of).orElse(null),
                null,
                simulation(pool),
                null,
                classes(result.scenario(), pool),
                FaultEntry.of(pool.strikes()));
    }

    private static List<ClassEntry> classes(Scenario scenario, PoolStudy pool) {
        List<ClassEntry> entries = new ArrayList<>();
        for (int i = 0; i < scenario.classes().size(); i++) {
            int place = i;
            List<Latency> responses =
                    pool.runs().stream()
                            .filter(run -> !run.classes().isEmpty())
                            .map(run -> run.classes().get(place))
                            .filter(response -> response.count() > 0)
                            .toList();
            if (!responses.isEmpty()) {
                entries.add(
                        new ClassEntry(
                                scenario.classes().get(i).name(),
                                responses.stream().mapToLong(Latency::count).sum(),
                                mean(responses, Latency::mean),
                                mean(responses, Latency::p99)));
            }
        }
        return entries;
    }

    private static @Nullable Double mean(
            List<Latency> responses, ToDoubleFunction<Latency> figure) {
        return known(responses.stream().mapToDouble(figure).average().orElse(NONE));
    }

    private static final double NONE = Double.NaN;

    private static ResponseEntry response(PoolStudy pool) {
        return new ResponseEntry(
                pool.runs().stream().mapToLong(run -> run.response().count()).sum(),
                known(pool.interval(run -> run.response().mean()).mean()),
                known(pool.interval(run -> run.response().p50()).mean()),
                known(pool.interval(run -> run.response().p90()).mean()),
                known(pool.interval(run -> run.response().p99()).mean()),
                known(pool.most(run -> run.response().max())));
    }

    private static SimulationEntry simulation(PoolStudy pool) {
        Interval late = pool.interval(RunFigures::late);
        Interval slots = pool.interval(RunFigures::slots);
        Map<String, IntervalEntry> resources = new TreeMap<>();
        if (!pool.runs().isEmpty()) {
            pool.runs()
                    .getFirst()
                    .resources()
                    .keySet()
                    .forEach(name ->
                            resources.put(
                                    name,
                                    interval(
                                            pool,
                                            run -> run.resources().getOrDefault(name, NONE))));
        }
        return new SimulationEntry(
                pool.runs().size(),
                known(pool.interval(RunFigures::leftOut).mean()),
                interval(pool, RunFigures::elapsed),
                interval(pool, run -> run.response().mean()),
                interval(pool, run -> run.response().p50()),
                interval(pool, run -> run.response().p90()),
                interval(pool, run -> run.response().p99()),
                interval(pool, RunFigures::waiting),
                late.count() == 0 ? null : entry(late),
                interval(pool, RunFigures::cores),
                slots.count() == 0 ? null : entry(slots),
                resources,
                interval(pool, RunFigures::inSystem),
                pool.runs().stream().mapToInt(RunFigures::mostInSystem).max().orElse(0),
                needs(pool.capacity()),
                pool.expectation().map(theory -> theory(pool, theory)).orElse(null),
                pool.complaint().orElse(null));
    }

    private static List<SimulationEntry.NeedEntry> needs(Capacity capacity) {
        return capacity.needs().stream()
                .map(need ->
                        new SimulationEntry.NeedEntry(
                                need.what(),
                                need.have(),
                                need.each(),
                                known(capacity.utilisation(need))))
                .toList();
    }

    private static SimulationEntry.TheoryEntry theory(PoolStudy pool, Expectation theory) {
        return new SimulationEntry.TheoryEntry(
                theory.notation(),
                theory.isExact(),
                theory.waitSeconds(),
                theory.responseSeconds(),
                theory.responseP99().isPresent() ? theory.responseP99().getAsDouble() : null,
                StudyWords.agreement(pool, theory));
    }

    private static IntervalEntry interval(PoolStudy pool, ToDoubleFunction<RunFigures> figure) {
        return entry(pool.interval(figure));
    }

    private static IntervalEntry entry(Interval interval) {
        return new IntervalEntry(
                known(interval.mean()), known(interval.low()), known(interval.high()));
    }

    private static @Nullable Double known(double figure) {
        return Double.isFinite(figure) ? figure : null;
    }

    /// What comes when, in words.
    static String arrivals(Scenario scenario) {
        String many =
                scenario.jobs().isPresent()
                        ? "%,d jobs".formatted(scenario.jobs().getAsInt())
                        : scenario.duration()
                                .map(time -> "jobs for " + DurationRange.text(time))
                                .orElse("jobs");
        return many + ", " + scenario.arrivals();
    }
}
