package dev.manykitchens.cli.scene;

import dev.manykitchens.core.comparison.Comparison;
import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;
import dev.manykitchens.core.measurement.ProcessProbe;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.Work;
import dev.manykitchens.core.value.Value;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What a scene works with while it is played once: opens pools, makes jobs, and puts promises
/// beside measurements. Confined to the thread that plays the scene.
public final class Stage {

    private static final int TRIPS = 10;
    private static final Duration LONGEST_COMPARISON = Duration.ofSeconds(3);

    private final PoolOptions options;
    private final Casting casting;
    private final double timeScale;
    private final OpenPools pools;
    private final Audience audience;
    private final List<Line> lines = new ArrayList<>();
    private @Nullable Cores cores;

    Stage(
            PoolOptions options,
            Casting casting,
            double timeScale,
            OpenPools pools,
            Audience audience) {
        this.options = options;
        this.casting = casting;
        this.timeScale = timeScale;
        this.pools = pools;
        this.audience = audience;
    }

    /// What multiplies every wait and every amount of work.
    double timeScale() {
        return timeScale;
    }

    /// A duration as it is under the time scale.
    Duration scaled(Duration duration) {
        return Duration.ofNanos(Math.round(duration.toNanos() * timeScale));
    }

    /// The cores there are; tried out when first asked.
    Cores cores() throws InterruptedException {
        Cores known = cores;
        if (known == null) {
            known = Cores.probe();
            cores = known;
        }
        return known;
    }

    /// One job of a recipe for each argument; a job of several arguments takes a `List`.
    Jobs jobs(String recipe, Object... arguments) {
        return Jobs.of(options.recipes().get(recipe), timeScale, arguments);
    }

    /// Opens a pool.
    ///
    /// @throws SceneFailedException when it does not open
    ScenePool open(String spec) {
        Recorder recorder = new Recorder();
        long start = System.nanoTime();
        Pool pool = pools.open(cast(spec), options.withEvents(recorder));
        return new ScenePool(pool, recorder, System.nanoTime() - start);
    }

    private PoolSpec cast(String spec) {
        return casting.of(PoolSpec.parse(spec));
    }

    /// How many workers compute in a pool that has one for each core: from 2 to 4.
    int workers() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 2, Cores.MOST_PROBED);
    }

    /// Compares pools as `kitchen compare` does: warmed up, in interleaved rounds.
    ComparisonResult compare(Jobs jobs, String... specs) throws InterruptedException {
        Comparison comparison =
                new Comparison(
                        Arrays.stream(specs).map(this::cast).toList(),
                        jobs.batch(),
                        new ComparisonOptions(Race.rounds(timeScale), 1, LONGEST_COMPARISON, 1),
                        (spec, events) -> pools.open(spec, options.withEvents(events)),
                        ProcessProbe.NONE,
                        ComparisonListener.NONE);
        ComparisonResult result = comparison.run();
        pools.refuseWhenStopped();
        if (result.partial()) {
            throw new InterruptedException("a comparison was interrupted");
        }
        for (PoolMeasurement pool : result.pools()) {
            if (pool.failed() > 0) {
                throw new SceneFailedException(pool.failed() + " jobs failed on " + pool.name());
            }
        }
        return result;
    }

    /// What it takes to send so many jobs to a pool and to have their results back: jobs that do
    /// nothing there, the best of some tries.
    long tripNanos(ScenePool pool, int jobs) throws InterruptedException {
        Object[] numbers = IntStream.range(0, jobs).boxed().toArray();
        Jobs nothing = jobs("compute_square", numbers).working(Work.none());
        long best = Long.MAX_VALUE;
        for (int i = 0; i < TRIPS; i++) {
            best = Math.min(best, pool.perform(nothing).elapsedNanos());
        }
        return best;
    }

    /// Promises that the groups of jobs, started together, take so long on a pool because they wait
    /// so long, and measures it.
    ///
    /// @param promised before scaling
    Performance waits(String spec, Duration promised, Jobs... groups) throws InterruptedException {
        try (ScenePool pool = open(spec)) {
            return waits(pool.spec(), Promise.waits(scaled(promised)), pool, groups);
        }
    }

    /// Likewise on a pool that is open, with a label and a promise of its own.
    Performance waits(String label, Promise promise, ScenePool pool, Jobs... groups)
            throws InterruptedException {
        audience.promised(label, promise);
        pool.rehearse(groups);
        Performance performance = pool.perform(groups);
        Measured measured = Measured.nanos(performance.elapsedNanos());
        add(new Line(label, promise, measured, startup(performance)));
        return performance;
    }

    /// Puts a gain over another performance beside its promise, and remarks how long it took.
    void gains(String label, Promise promise, Performance over, Performance performance) {
        String time = Measured.nanos(performance.elapsedNanos()).text();
        String startup = startup(performance);
        gains(label, promise, over, performance, startup.isEmpty() ? time : time + ", " + startup);
    }

    /// Likewise, with another remark.
    void gains(
            String label,
            Promise promise,
            Performance over,
            Performance performance,
            String remark) {
        double ratio = (double) over.elapsedNanos() / performance.elapsedNanos();
        check(label, promise, Measured.times(ratio), remark);
    }

    /// Puts the time of jobs that compute beside what they take on a core of their own.
    ///
    /// @param amount of all jobs together, as it is under the time scale
    void computes(String label, Duration amount, Performance performance) {
        computes(label, amount, performance, startup(performance));
    }

    /// Likewise, with another remark.
    void computes(String label, Duration amount, Performance performance, String remark) {
        check(label, Promise.computes(amount), Measured.nanos(performance.elapsedNanos()), remark);
    }

    /// Promises the results of the first group, such as `[1, 4, 9]`, on each of some pools.
    void results(String promised, Performance... performances) {
        String measured =
                Arrays.stream(performances)
                        .filter(performance -> !performance.results().equals(promised))
                        .map(performance -> performance.results() + " on " + performance.pool())
                        .findFirst()
                        .orElse(promised);
        check("results", Promise.exactly(promised), Measured.said(measured), "");
    }

    /// Promises one and the same result of each job of the first groups of some performances.
    void eachResult(String label, String promised, List<Performance> performances) {
        String measured =
                performances.stream()
                        .flatMap(performance -> performance.values().getFirst().stream())
                        .map(Value::toString)
                        .filter(value -> !value.equals(promised))
                        .findFirst()
                        .orElse(promised);
        check(label, Promise.exactly(promised), Measured.said(measured), "");
    }

    /// Puts a promise beside what was measured already.
    void check(String label, Promise promise, Measured measured, String remark) {
        audience.promised(label, promise);
        add(new Line(label, promise, measured, remark));
    }

    /// The promises so far.
    List<Line> lines() {
        return List.copyOf(lines);
    }

    /// What is said of the start-up of worker JVMs, apart from the work; empty for other pools.
    static String startup(Performance performance) {
        return performance.pool().startsWith("processes")
                ? "start-up " + Measured.nanos(performance.startupNanos()).text()
                : "";
    }

    private void add(Line line) {
        lines.add(line);
        audience.measured(line);
    }
}
