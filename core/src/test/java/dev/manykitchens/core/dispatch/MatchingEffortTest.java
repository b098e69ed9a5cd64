package dev.manykitchens.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/// How often the dispatcher looks at something in vain: counted, because a count is the same on
/// every host.
class MatchingEffortTest {

    private static final int MANY = 1_000;
    private static final int ROUNDS = 10_000;

    private Dispatcher dispatcher = new Dispatcher(DispatchOptions.DEFAULTS.withPrefetch(0));
    private final Queue<Command.Assign> running = new ArrayDeque<>();
    private final Map<String, Long> offered = new HashMap<>();
    private long now;
    private long batches;

    @Test
    void thousandSubmittersWithAMillionJobsOnAThousandWorkersCostAsMuchAsOne() {
        join(MANY, Set.of());
        submit(MANY, 0, "bake", MANY, false);

        assertThat(triesARound()).isLessThan(5);
    }

    @Test
    void thousandCrewsCostAsMuchAsOne() {
        join(MANY, Set.of());
        submit(MANY, 10, "bake", MANY, false);

        assertThat(triesARound()).isLessThan(5);
    }

    @Test
    void thousandCrewsThatWaitForTheSameTwoWorkersAreNotTriedEachTime() {
        join(2, Set.of());
        submit(MANY, 1, "bake", MANY, false);

        assertThat(triesARound()).isLessThan(5);
    }

    @Test
    void oneCrewOfHalfTheWorkersIsNotSearched() {
        join(MANY, Set.of());
        submit(1, MANY / 2, "bake", 100 * MANY, false);

        assertThat(triesARound()).isLessThan(5);
    }

    @Test
    void tenThousandBatchesOfAllPrioritiesCostAsMuchAsOne() {
        join(MANY, Set.of());
        for (int i = 0; i < 10 * MANY; i++) {
            submitUrgent(0, "bake", 2, i % 101);
        }

        assertThat(triesARound()).isLessThan(5);
    }

    @Test
    void theMostUrgentOfThousandsOfBatchesIsFoundAtOnceWhereChunksWaitAtWorkers() {
        Dispatcher prefetching = new Dispatcher(DispatchOptions.DEFAULTS);
        dispatcher = prefetching;
        feed(new Input.WorkerJoined("w0", "here", 1, 1, Set.of()));
        feed(new Input.CreditsOffered("w0", 1_000_000));
        for (int i = 0; i < 5 * MANY; i++) {
            submitUrgent(0, "bake", 100, 0);
        }
        report(running.remove(), 20_000);
        long before = dispatcher.tries();
        for (int i = 0; i < MANY; i++) {
            // The others are held back, and are not any more.
            submitUrgent(0, "brew", 1, 1);
            while (!running.isEmpty()) {
                Command.Assign next = running.remove();
                report(next, 20_000L * next.count());
                if (next.batch() == batches) {
                    break;
                }
            }
        }

        assertThat(dispatcher.tries() - before).isLessThan(100 * MANY);
    }

    @Test
    void whatNobodyCanRunIsNotTriedAgainThoughManyHaveNothingToDo() {
        join(MANY, Set.of("bake", "brew"));
        submit(MANY, 3, "fry", 10, true);
        submit(MANY, 0, "fry", 10, true);
        submit(1, 0, "bake", 100 * MANY, false);

        assertThat(triesARound()).isLessThan(5);
    }

    @Test
    void workersThatHaveNothingToDoAreNotSearchedForLateJobs() {
        join(MANY, Set.of());
        submit(MANY / 2, 0, "bake", 2, true);
        // One of the two jobs of each batch ends, the other one never does.
        for (Command.Assign chunk : List.copyOf(running)) {
            if (chunk.first() == 0) {
                report(chunk);
            }
        }
        long copied = dispatcher.tries();
        now = 60_000_000;
        feed(new Input.Tick());
        assertThat(dispatcher.sizes()[1]).as("each is copied").isEqualTo(MANY);
        assertThat(dispatcher.tries() - copied).isLessThan(10 * MANY);

        long before = dispatcher.tries();
        for (int i = 0; i < ROUNDS; i++) {
            feed(new Input.HeartbeatReceived("w" + i % MANY, List.of()));
        }
        assertThat(dispatcher.tries() - before).isLessThan(ROUNDS);
    }

    @Test
    void submittersThatArePausedAreNotTriedAgain() {
        join(MANY, Set.of());
        submit(MANY, 0, "bake", MANY, false);
        long plain = batches;
        submit(MANY, 10, "bake", MANY, false);
        for (long submitter = 1; submitter <= batches; submitter++) {
            if (submitter % 100 != 0 || submitter > plain) {
                feed(new Input.SubmitterPaused(submitter, true));
            }
        }
        // What is out ends, and its workers are free for the others.
        List<Command.Assign> out = List.copyOf(running);
        running.clear();
        out.forEach(this::report);
        assertThat(running).hasSize(MANY).allMatch(chunk -> chunk.batch() % 100 == 0);

        assertThat(triesARound()).isLessThan(5);
    }

    @Test
    void whoIsNotPausedAnyMorePassesThoseWhoCameLaterAndLooksAtNobodyElse() {
        join(1, Set.of());
        submit(MANY, 0, "bake", 2, false);
        long before = dispatcher.tries();
        for (int i = 0; i < ROUNDS; i++) {
            feed(new Input.SubmitterPaused(MANY, i % 2 == 0));
        }
        assertThat(dispatcher.tries() - before).as("the last one").isLessThan(5 * ROUNDS);

        long first = dispatcher.tries();
        for (int i = 0; i < 100; i++) {
            feed(new Input.SubmitterPaused(2, i % 2 == 0));
        }
        assertThat(dispatcher.tries() - first).as("the first one").isLessThan(100 * MANY);
    }

    private double triesARound() {
        long before = dispatcher.tries();
        for (int i = 0; i < ROUNDS; i++) {
            report(running.remove());
        }
        return (double) (dispatcher.tries() - before) / ROUNDS;
    }

    private void report(Command.Assign chunk) {
        report(chunk, 5_000_000L * chunk.count());
        offer(chunk.worker());
    }

    private void report(Command.Assign chunk, long serviceNanos) {
        now += 1_000;
        feed(
                new Input.ResultsReceived(
                        chunk.worker(),
                        chunk.lease(),
                        chunk.first(),
                        chunk.count(),
                        List.of(),
                        serviceNanos));
    }

    private void submitUrgent(long submitter, String recipe, int jobs, int priority) {
        feed(
                new Input.BatchSubmitted(
                        ++batches, recipe, jobs, 3, 8, submitter, false, false, priority));
    }

    private void join(int workers, Set<String> recipes) {
        for (int i = 0; i < workers; i++) {
            feed(new Input.WorkerJoined("w" + i, "here", i, 1, recipes));
            offer("w" + i);
        }
    }

    private void submit(int submitters, int mostWorkers, String recipe, int jobs, boolean copies) {
        for (int i = 0; i < submitters; i++) {
            long submitter = ++batches;
            feed(new Input.SubmitterOpened(submitter, mostWorkers));
            feed(new Input.BatchSubmitted(submitter, recipe, jobs, 3, 8, submitter, copies));
        }
    }

    private void offer(String worker) {
        feed(new Input.CreditsOffered(worker, offered.merge(worker, 1L, Long::sum)));
    }

    private void feed(Input input) {
        for (Command command : dispatcher.on(input, now)) {
            if (command instanceof Command.Assign assign) {
                running.add(assign);
            }
        }
    }
}
