package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.recipe.Step;
import dev.manykitchens.core.scenario.JobBytes;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.JobSource;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.ScenarioJob;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.simulator.Simulation;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// The jobs of a scenario that have come, and what becomes of each. Jobs are numbered in the order
/// in which they come and drawn in that order too, whatever order they are begun in: where classes
/// have priorities, those of a higher one first.
final class ScenarioSupply implements JobSupply {

    private static final long BATCH = 1;

    private final Simulation simulation;
    private final Recipe recipe;
    private final long seed;
    private final List<String> classNames;
    private final List<JobBytes> classBytes;
    private final JobSource source;
    private final boolean repeats;
    private final IntConsumer whenEnded;
    private final JobTeller teller;

    /// Null where jobs begin in the order in which they come.
    private final @Nullable BeginOrder order;

    private final DrawnSteps known;

    private long[] submitted;
    private long[] waits;
    private long[] responses;
    private int[] classes;
    private int arrived;
    private int begun;
    private int drawn;
    private int ended;
    private int failed;
    private long lastEnd;

    /// Jobs that were drawn because one behind them was begun first.
    private final Map<Integer, List<Step>> ahead = new HashMap<>();

    /// Jobs that were begun and have not ended, where they may be begun again.
    private final Map<Integer, List<Step>> begunOnce = new HashMap<>();

    private double queue;
    private double stove;
    private double cpu;
    private double wait;
    private double resource;
    private double service;
    private double returned;
    private double inSystem;
    private long countedUntil;
    private int mostInSystem;

    /// @param recipe what jobs are said to be made by
    /// @param expected how many jobs will come, if that is known
    /// @param repeats whether a job may be begun again, because its worker died
    /// @param whenEnded hears the number of each job that ended
    ScenarioSupply(
            Simulation simulation,
            Scenario scenario,
            RandomStreams streams,
            Recipe recipe,
            int expected,
            boolean repeats,
            EventSink events,
            IntConsumer whenEnded) {
        this.simulation = simulation;
        this.recipe = recipe;
        this.seed = scenario.seed();
        this.classNames = scenario.classes().stream().map(JobClass::name).toList();
        this.classBytes = scenario.classes().stream().map(JobClass::bytes).toList();
        this.source = new JobSource(scenario, streams);
        this.repeats = repeats;
        this.order =
                BeginOrder.matters(scenario.classes()) ? new BeginOrder(scenario.classes()) : null;
        this.known = new DrawnSteps(source, scenario.classes().size());
        this.whenEnded = whenEnded;
        this.teller = new JobTeller(BATCH, events);
        submitted = new long[expected];
        waits = new long[expected];
        responses = new long[expected];
        classes = new int[expected];
    }

    /// So many jobs come now.
    void arrive(int jobs) {
        count();
        int until = arrived + jobs;
        if (until > submitted.length) {
            int room = Math.max(until, 2 * submitted.length);
            submitted = Arrays.copyOf(submitted, room);
            waits = Arrays.copyOf(waits, room);
            responses = Arrays.copyOf(responses, room);
            classes = Arrays.copyOf(classes, room);
        }
        Arrays.fill(submitted, arrived, until, simulation.now());
        if (order != null) {
            for (int job = arrived; job < until; job++) {
                classes[job] = source.nextClass();
                order.come(classes[job]);
            }
        }
        arrived = until;
        mostInSystem = Math.max(mostInSystem, inSystem());
    }

    /// How many have come.
    int arrived() {
        return arrived;
    }

    /// How many have come and not ended.
    int inSystem() {
        return arrived - ended;
    }

    @Override
    public boolean hasNext() {
        return begun < arrived;
    }

    @Override
    public int next() {
        int nth = begun++;
        return order == null ? nth : order.take(classes);
    }

    @Override
    public int priorityOf(int job) {
        return order == null ? 0 : order.priorityOf(classes[job]);
    }

    @Override
    public int remaining() {
        return arrived - begun;
    }

    @Override
    public int attempts() {
        return BatchOptions.DEFAULTS.attempts();
    }

    @Override
    public Recipe recipe() {
        return recipe;
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public Row arguments(int job) {
        throw new IllegalStateException("the jobs of a scenario carry their steps themselves");
    }

    @Override
    public List<Step> steps(int job, JobRandom random) {
        if (!repeats) {
            return firstSteps(job);
        }
        return begunOnce.computeIfAbsent(job, this::firstSteps);
    }

    private List<Step> firstSteps(int job) {
        if (order != null) {
            return known.of(job, classes);
        }
        if (job < drawn) {
            List<Step> steps = ahead.remove(job);
            if (steps == null) {
                throw new IllegalStateException(
                        "a job must be begun once, was begun again: " + job);
            }
            return steps;
        }
        while (drawn < job) {
            ahead.put(drawn, draw());
        }
        return draw();
    }

    /// What a job carries, its class says: so all up to it are drawn now.
    @Override
    public JobBytes bytes(int job) {
        while (order == null && drawn <= job) {
            ahead.put(drawn, draw());
        }
        return classBytes.get(classes[job]);
    }

    private List<Step> draw() {
        ScenarioJob job = source.next();
        classes[drawn++] = job.jobClass();
        return job.steps();
    }

    @Override
    public String describe(int job) {
        return "job %d (%s)".formatted(job + 1, classNames.get(classes[job]));
    }

    @Override
    public void ended(int job, Outcome outcome, SimulatedTimes times, String worker) {
        count();
        ended++;
        if (repeats) {
            forget(job);
        }
        lastEnd = times.delivered;
        failed += outcome.kind() == Outcome.Kind.SUCCEEDED ? 0 : 1;
        waits[job] = times.started - submitted[job];
        responses[job] = times.delivered - submitted[job];
        queue += waits[job];
        stove += times.stove;
        cpu += times.cpu;
        wait += times.wait;
        resource += times.resource;
        service += times.finished - times.started;
        returned += times.delivered - times.finished;
        teller.ended(job, outcome, submitted[job], times, worker);
        whenEnded.accept(job);
    }

    /// It is not begun again; it may never have been begun, when no worker was left.
    private void forget(int job) {
        if (begunOnce.remove(job) == null) {
            List<Step> _ = firstSteps(job);
        }
    }

    private void count() {
        long now = simulation.now();
        inSystem += (double) (now - countedUntil) * inSystem();
        countedUntil = now;
    }

    /// Tells what is not told; no job comes any more.
    void finish() {
        teller.flush(lastEnd);
        teller.tell(new RunEvent.BatchFinished(lastEnd, BATCH, ended - failed, failed));
    }

    /// What came of a run on this site.
    Replication result(SimulatedSite site) {
        return new Replication(
                lastEnd,
                Arrays.copyOf(submitted, arrived),
                Arrays.copyOf(waits, arrived),
                Arrays.copyOf(responses, arrived),
                Arrays.copyOf(classes, arrived),
                failed,
                site.retried(),
                site.workersLost(),
                site.strikes(),
                new Replication.Sums(queue, stove, cpu, wait, resource, service, returned),
                site.usage(),
                site.busyCoreNanos(),
                inSystem,
                mostInSystem,
                site.peaks(),
                simulation.steps());
    }
}
