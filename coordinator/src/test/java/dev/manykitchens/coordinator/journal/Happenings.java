package dev.manykitchens.coordinator.journal;

import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.event.WorkerFacts;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/// A seeded world that makes facts with their payloads, as a coordinator would: submitters and
/// workers come and go, batches come, leases are given, jobs are reported, end and are tried again.
/// Now and then it says something of what is no more.
public final class Happenings {

    /// When the world began.
    public static final Instant DAY = Instant.parse("2026-03-01T08:00:00.123456Z");

    private final SplittableRandom random;
    private final Map<Long, World> open = new LinkedHashMap<>();
    private final List<Long> finished = new ArrayList<>();
    private final List<Long> submitters = new ArrayList<>();
    private final List<String> workers = new ArrayList<>();
    private final List<String> resources = new ArrayList<>();
    private long nextSubmitter = 1;
    private long nextBatch = 1;
    private long nextLease = 1;
    private int nextName = 1;
    private int moment;

    /// A batch as the world knows it.
    private static final class World {
        private final int jobs;
        private final BitSet settled = new BitSet();
        private final Map<Long, int[]> leases = new LinkedHashMap<>();

        World(int jobs) {
            this.jobs = jobs;
        }
    }

    private final List<Fact> facts = new ArrayList<>();
    private final List<Payload> payloads = new ArrayList<>();

    public Happenings(long seed) {
        random = new SplittableRandom(seed);
    }

    /// What is written in one go.
    public List<Written> entry() {
        List<Written> entry = new ArrayList<>();
        for (int steps = 1 + random.nextInt(6); steps > 0; steps--) {
            entry.add(step());
        }
        return entry;
    }

    /// One step, with one to three things that happen.
    Written step() {
        facts.clear();
        payloads.clear();
        for (int things = 1 + random.nextInt(3); things > 0; things--) {
            switch (random.nextInt(14)) {
                case 0 -> submitterComes();
                case 1 -> submitterGoes();
                case 2 -> workerComes();
                case 3 -> workerGoes();
                case 4 -> resize();
                case 5 -> resourcesChange();
                case 6, 7 -> batchComes();
                case 8, 9 -> give();
                case 10 -> report();
                case 11 -> end();
                case 12 -> tryAgain();
                default -> finish();
            }
        }
        return new Written(facts, payloads);
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private void submitterComes() {
        submitterComes(nextSubmitter++);
    }

    private void submitterComes(long number) {
        submitters.add(number);
        facts.add(new Fact.SubmitterCame(new Input.SubmitterOpened(number, random.nextInt(4))));
        payloads.add(submitter(number));
    }

    static Payload.OfSubmitter submitter(long number) {
        return new Payload.OfSubmitter(
                number,
                "session-" + number,
                new ClientHello(
                        "host-" + number,
                        100 + number,
                        2,
                        Duration.ofMillis(1_500),
                        Map.of("oven", ResourceSpec.shared(3))));
    }

    private void submitterGoes() {
        long number = submitters.isEmpty() ? 99 : submitters.removeFirst();
        facts.add(new Fact.SubmitterWent(number));
    }

    private void workerComes() {
        boolean again = !workers.isEmpty() && random.nextInt(4) == 0;
        String name = again ? any(workers) : "w" + nextName++;
        if (!again) {
            workers.add(name);
        }
        facts.add(new Fact.WorkerCame(joined(name, 1 + random.nextInt(8))));
        payloads.add(worker(name));
    }

    static Input.WorkerJoined joined(String name, int threads) {
        return new Input.WorkerJoined(
                name, "host of " + name, 4_711, threads, Set.of("square", "wait"), 7);
    }

    static Payload.OfWorker worker(String name) {
        return new Payload.OfWorker(
                name,
                new WorkerHello(
                        name,
                        true,
                        "host of " + name,
                        4_711,
                        3,
                        List.of("square", "wait"),
                        "instance of " + name,
                        false,
                        true,
                        new WorkerFacts(2, 8, 1L << 33, "1.2")));
    }

    private void workerGoes() {
        String name = workers.isEmpty() ? "nobody" : workers.removeFirst();
        facts.add(new Fact.WorkerWent(name));
    }

    private void resize() {
        facts.add(
                new Fact.WorkerResized(
                        workers.isEmpty() ? "nobody" : any(workers), 1 + random.nextInt(9)));
    }

    private void resourcesChange() {
        if (resources.isEmpty() || random.nextBoolean()) {
            String name = "r" + random.nextInt(5);
            resources.add(name);
            facts.add(
                    new Fact.ResourcesCame(
                            Map.of(
                                    name,
                                    ResourceSpec.shared(1 + random.nextInt(5)),
                                    name + "k",
                                    ResourceSpec.inEachKitchen(2))));
        } else {
            String name = resources.removeFirst();
            facts.add(new Fact.ResourcesWent(Set.of(name, name + "k")));
        }
    }

    private void batchComes() {
        int jobs = random.nextInt(40);
        long number = nextBatch++;
        if (submitters.isEmpty()) {
            submitterComes(nextSubmitter++);
        }
        accept(number, any(submitters), jobs, random.nextInt(3) == 0 ? "key-" + number : "");
        open.put(number, new World(jobs));
    }

    private void accept(long number, long submitter, int jobs, String key) {
        Written batch = batch(number, submitter, jobs, key);
        facts.addAll(batch.facts());
        payloads.addAll(batch.payloads());
    }

    /// A batch of whole numbers is accepted.
    public static Written batch(long number, long submitter, int jobs, String key) {
        long[] arguments = new long[jobs];
        for (int job = 0; job < jobs; job++) {
            arguments[job] = number * 1_000 + job;
        }
        return batch(number, submitter, Columns.of(Column.ofLongs(arguments)), key);
    }

    /// A batch is accepted.
    public static Written batch(long number, long submitter, Columns arguments, String key) {
        BatchOptions options =
                BatchOptions.DEFAULTS
                        .withAttempts(4)
                        .withPriority(9)
                        .withSeed(42)
                        .withTimeout(Duration.ofSeconds(3));
        return new Written(
                List.of(
                        new Fact.BatchAccepted(
                                new Input.BatchSubmitted(
                                        number,
                                        "square",
                                        arguments.rows(),
                                        4,
                                        10,
                                        submitter,
                                        true,
                                        number % 5 == 0,
                                        9))),
                List.of(
                        new Payload.OfBatch(
                                number,
                                submitter,
                                number + 500,
                                new BatchKey(key, key.isEmpty() ? "" : "digest-" + number),
                                number % 2 == 0,
                                DAY.plusSeconds(number),
                                new BatchTold(
                                        new Batch(
                                                new Named("square", arguments), arguments, options),
                                        1.5e9,
                                        Map.of(
                                                "till",
                                                new BatchTold.Keyed(
                                                        "7/till", ResourceSpec.shared(2)))))));
    }

    /// A recipe that is known by its name.
    private record Named(String name, Columns arguments) implements Recipe {
        @Override
        public String summary() {
            return "of a test";
        }

        @Override
        public List<Parameter> parameters() {
            return arguments.columns().stream()
                    .map(column -> Parameter.required("argument", column.type(), "any"))
                    .toList();
        }

        @Override
        public ValueType resultType() {
            return ValueType.INTEGER;
        }

        @Override
        public Value result(Row row, JobContext context) {
            throw new IllegalStateException("nobody runs it");
        }
    }

    private void give() {
        if (open.isEmpty()) {
            facts.add(new Fact.LeaseGiven(nextLease++, "w1", 9_999, 0, 1, 1));
            return;
        }
        long number = any(List.copyOf(open.keySet()));
        World batch = Objects.requireNonNull(open.get(number));
        int first = batch.settled.nextClearBit(batch.jobs == 0 ? 0 : random.nextInt(batch.jobs));
        if (first >= batch.jobs) {
            return;
        }
        int end = batch.settled.nextSetBit(first);
        int most = (end < 0 ? batch.jobs : end) - first;
        int count = 1 + random.nextInt(most);
        long lease = nextLease++;
        batch.leases.put(lease, new int[] {first, count});
        facts.add(
                new Fact.LeaseGiven(
                        lease,
                        workers.isEmpty() ? "gone" : any(workers),
                        number,
                        first,
                        count,
                        1 + random.nextInt(3)));
    }

    private void report() {
        for (Map.Entry<Long, World> each : open.entrySet()) {
            for (Map.Entry<Long, int[]> lease : each.getValue().leases.entrySet()) {
                report(each.getKey(), each.getValue(), lease.getKey(), lease.getValue());
                return;
            }
        }
        facts.add(new Fact.LeaseEnded(nextLease + 5));
    }

    private void report(long number, World batch, long lease, int[] range) {
        int count = 1 + random.nextInt(range[1]);
        List<Integer> succeeded = new ArrayList<>();
        for (int job = range[0]; job < range[0] + count; job++) {
            if (!batch.settled.get(job)) {
                batch.settled.set(job);
                if (random.nextInt(5) > 0) {
                    succeeded.add(job);
                    payloads.add(
                            new Payload.OfResults(
                                    number, job, Column.ofLongs((long) job * job + number)));
                } else {
                    end(number, job, 1);
                }
            }
        }
        facts.add(
                new Fact.JobsReported(
                        lease,
                        number,
                        range[0],
                        count,
                        succeeded.stream().mapToInt(Integer::intValue).toArray()));
        range[0] += count;
        range[1] -= count;
        if (range[1] == 0) {
            batch.leases.remove(lease);
        }
    }

    private void end() {
        if (open.isEmpty()) {
            facts.add(new Fact.JobsEnded(9_999, 0, 3));
            return;
        }
        long number = any(List.copyOf(open.keySet()));
        World batch = Objects.requireNonNull(open.get(number));
        int first = batch.settled.nextClearBit(0);
        if (first < batch.jobs) {
            int end = batch.settled.nextSetBit(first);
            int count = 1 + random.nextInt((end < 0 ? batch.jobs : end) - first);
            batch.settled.set(first, first + count);
            end(number, first, count);
        }
    }

    private void end(long number, int first, int count) {
        facts.add(new Fact.JobsEnded(number, first, count));
        payloads.add(new Payload.OfEnded(number, first, count, outcome()));
    }

    private Outcome outcome() {
        Origin origin = new Origin("w3", "host", 12, 2);
        return switch (random.nextInt(5)) {
            case 0 -> Outcome.CANCELLED;
            case 1 -> Outcome.ORPHANED;
            case 2 -> new Outcome.TimedOut(Duration.ofMillis(30), origin);
            case 3 -> new Outcome.WorkerLost("killed", origin);
            default -> new Outcome.Failed("too hot", origin);
        };
    }

    private void tryAgain() {
        for (Map.Entry<Long, World> each : open.entrySet()) {
            Map<Long, int[]> leases = each.getValue().leases;
            if (!leases.isEmpty()) {
                long lease = any(List.copyOf(leases.keySet()));
                int[] range = Objects.requireNonNull(leases.get(lease));
                if (random.nextInt(4) > 0) {
                    int skipped = random.nextInt(range[1]);
                    facts.add(
                            new Fact.JobsTried(
                                    lease, each.getKey(), range[0] + skipped, range[1] - skipped));
                }
                leases.remove(lease);
                facts.add(new Fact.LeaseEnded(lease));
                return;
            }
        }
        facts.add(new Fact.JobsTried(nextLease + 7, 3, 0, 2));
    }

    private void finish() {
        if (open.isEmpty()) {
            facts.add(new Fact.BatchFinished(9_999));
            return;
        }
        long number = open.keySet().iterator().next();
        World batch = Objects.requireNonNull(open.get(number));
        for (int first = batch.settled.nextClearBit(0);
                first < batch.jobs;
                first = batch.settled.nextClearBit(first)) {
            int end = batch.settled.nextSetBit(first);
            int count = (end < 0 ? batch.jobs : end) - first;
            batch.settled.set(first, first + count);
            end(number, first, count);
        }
        open.remove(number);
        finished.add(number);
        facts.add(new Fact.BatchFinished(number));
        payloads.add(new Payload.OfFinish(number, DAY.plusSeconds(10_000 + moment++)));
        if (finished.size() > 3 && random.nextBoolean()) {
            payloads.add(new Payload.Forgotten(finished.removeFirst()));
        }
    }
}
