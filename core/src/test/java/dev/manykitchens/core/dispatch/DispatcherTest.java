package dev.manykitchens.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// What transcripts cannot show: cost, large numbers, our own mistakes.
class DispatcherTest {

    @Test
    void decisionsCostAsMuchForManyWorkersAndJobsAsForFew() {
        // A search through a thousand workers or ten million jobs at each decision would cost a
        // hundred times as much.
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 5 && best > 4; round++) {
            double few = nanosADecision(2, 10_000);
            double many = nanosADecision(1_000, 10_000_000);
            best = Math.min(best, many / few);
        }

        assertThat(best).isLessThan(8);
    }

    @Test
    void tenMillionQueuedJobsAreCancelledWithAHandfulOfCommands() {
        Dispatcher dispatcher = new Dispatcher(DispatchOptions.DEFAULTS);
        dispatcher.on(new Input.BatchSubmitted(1, "wait", 10_000_000, 3, 8, 0, false), 0);

        List<Command> commands = dispatcher.on(new Input.BatchCancelled(1), 1);

        assertThat(commands)
                .containsExactly(
                        new Command.DeliverOutcome(0, 1, 0, 10_000_000, Outcome.CANCELLED),
                        new Command.Announce(new RunEvent.BatchFinished(1, 1, 0, 10_000_000)),
                        new Command.FinishBatch(1));
    }

    @Test
    void clocksThatBeginBelowZeroAreFine() {
        Dispatcher dispatcher = new Dispatcher(DispatchOptions.DEFAULTS);
        long begin = Long.MIN_VALUE + 1_000_000_000L;

        List<Command> joined =
                dispatcher.on(new Input.WorkerJoined("w1", "here", 1, 1, Set.of()), begin);

        assertThat(joined).contains(new Command.WakeAt(begin + Duration.ofSeconds(2).toNanos()));
    }

    @Test
    void timeNeverRunsBackwards() {
        Dispatcher dispatcher = new Dispatcher(DispatchOptions.DEFAULTS);
        dispatcher.on(new Input.WorkerJoined("w1", "here", 1, 1, Set.of()), 5_000);

        List<Command> commands =
                dispatcher.on(new Input.BatchSubmitted(1, "wait", 1, 1, 0, 0, false), 10);

        assertThat(commands)
                .containsExactly(
                        new Command.Announce(new RunEvent.BatchSubmitted(5_000, 1, "wait", 1)));
    }

    @Test
    @SuppressWarnings("NullAway") // A mistake of ours has to be forced.
    void mistakeOfOursStopsWithTheStory() {
        Dispatcher dispatcher = new Dispatcher(DispatchOptions.DEFAULTS);
        dispatcher.on(new Input.WorkerJoined("w1", "here", 1, 1, Set.of()), 0);

        assertThatThrownBy(() -> dispatcher.on(new Input.ResourceAsked("w1", 1, null), 1))
                .isInstanceOf(InvariantBroken.class)
                .hasMessageContaining("must keep this promise: an input never fails")
                .hasMessageContaining("WorkerJoined[worker=w1")
                .hasMessageContaining("ResourceAsked[worker=w1")
                .hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void verifyTellsEveryBrokenPromise() {
        DispatchOptions options = DispatchOptions.DEFAULTS;
        BatchQueue batch =
                new BatchQueue(
                        new Input.BatchSubmitted(1, "wait", 3, 3, 0, 0, false),
                        new Lane(new Submitter(0, 0), "wait"),
                        options);
        batch.take(1);
        UnfinishedBatches batches = new UnfinishedBatches();
        batches.add(batch);
        Outbox out = new Outbox(true);
        Workers workers = new Workers(out);
        Leases leases = new Leases(1, 1);
        Tuning tuning = new Tuning(options);
        Placement placement =
                new Placement(options, tuning, workers, leases, new ListeningClock(1), out);

        List<String> broken =
                new Invariants(
                                options,
                                tuning,
                                batches,
                                new Submitters(),
                                workers,
                                leases,
                                placement,
                                new SharedResources(options, out))
                        .broken();

        assertThat(broken)
                .containsExactly(
                        "batch 1 is of a submitter that is here",
                        "batch 1 has job 0 in one place",
                        "batch 1 has work or not");
    }

    @Test
    void impossibleInputsAreRefusedWhenTheyAreMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Input.BatchSubmitted(7, "wait", -1, 3, 0, 0, false))
                .withMessageContaining("batch 7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Input.BatchSubmitted(7, "wait", 1, 0, 0, 0, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Input.WorkerJoined("w1", "here", 1, 0, Set.of()))
                .withMessageContaining("w1");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        DispatchOptions some = DispatchOptions.DEFAULTS;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> some.withSilence(Duration.ofSeconds(5), Duration.ofSeconds(5)));
        assertThatIllegalArgumentException().isThrownBy(() -> some.withChunks(Duration.ZERO, 10));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> some.withChunks(Duration.ofMillis(1), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> some.withPrefetch(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> some.withLimits(0, 1, 1));
    }

    @Test
    void leftWorkersLeaveNothingBehind() {
        Dispatcher dispatcher = new Dispatcher(DispatchOptions.DEFAULTS);
        for (int i = 0; i < 1_000; i++) {
            dispatcher.on(new Input.WorkerJoined("w" + i, "here", i, 1, Set.of()), i);
            dispatcher.on(new Input.CreditsOffered("w" + i, 2), i);
            dispatcher.on(new Input.BatchSubmitted(i, "wait", 2, 2, 0, 0, false), i);
            dispatcher.on(new Input.BatchCancelled(i), i);
            dispatcher.on(new Input.WorkerGone("w" + i, Optional.of("exit code 1")), i);
        }

        assertThat(dispatcher.sizes()).containsOnly(0);
    }

    private static double nanosADecision(int workers, int jobs) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Dispatcher dispatcher = new Dispatcher(DispatchOptions.DEFAULTS);
        Queue<Command.Assign> assigned = new ArrayDeque<>();
        Map<String, Long> offered = new HashMap<>();
        for (int i = 0; i < workers; i++) {
            dispatcher.on(new Input.WorkerJoined("w" + i, "here", i, 1, Set.of()), 0);
            offered.put("w" + i, 1L);
            dispatcher.on(new Input.CreditsOffered("w" + i, 1), 0);
        }
        long batch = 0;
        long now = 0;
        int decisions = 30_000;
        long before = threads.getCurrentThreadCpuTime();
        for (int done = 0; done < decisions; done++) {
            if (assigned.isEmpty()) {
                collect(
                        dispatcher.on(
                                new Input.BatchSubmitted(++batch, "wait", jobs, 3, 8, 0, false),
                                now),
                        assigned);
            }
            Command.Assign chunk = assigned.remove();
            now += 5_000_000 / workers;
            collect(
                    dispatcher.on(
                            new Input.ResultsReceived(
                                    chunk.worker(),
                                    chunk.lease(),
                                    chunk.first(),
                                    chunk.count(),
                                    List.of(),
                                    5_000_000L * chunk.count()),
                            now),
                    assigned);
            long total = offered.merge(chunk.worker(), 1L, Long::sum);
            collect(dispatcher.on(new Input.CreditsOffered(chunk.worker(), total), now), assigned);
        }
        return (double) (threads.getCurrentThreadCpuTime() - before) / decisions;
    }

    private static void collect(List<Command> commands, Queue<Command.Assign> assigned) {
        for (Command command : commands) {
            if (command instanceof Command.Assign assign) {
                assigned.add(assign);
            }
        }
    }
}
