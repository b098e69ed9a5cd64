package dev.manykitchens.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.dispatch.Command;
import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.dispatch.Dispatcher;
import dev.manykitchens.core.dispatch.Input;
import dev.manykitchens.core.dispatch.OpenWork;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// From steps of a dispatcher to what another one needs to know.
class LedgerTest {

    private static final long MILLI = 1_000_000;

    private final Ledger ledger = new Ledger();
    private Dispatcher dispatcher = new Dispatcher(DispatchOptions.DEFAULTS);
    private long now;

    @Test
    void whatIsOpenIsWhatWasAcceptedAndHasNotEnded() {
        submit(1, 4, 3);
        submit(2, 3, 3);
        join("w1", 1);
        Command.Assign first = assigned(credits("w1", 1));
        results(first, 1);
        feed(new Input.JobCancelled(1, 3));
        feed(new Input.BatchCancelled(2));

        OpenWork open = ledger.open();

        assertThat(open.workers()).extracting(Input.WorkerJoined::worker).containsExactly("w1");
        assertThat(open.batches()).hasSize(1);
        OpenWork.UnfinishedBatch batch = open.batches().getFirst();
        assertThat(batch.batch().batch()).isEqualTo(1);
        assertThat(batch.succeeded()).isEqualTo(bits(0));
        assertThat(batch.failed()).isEqualTo(bits(3));
        assertThat(batch.givenOut()).isEqualTo(1);
        assertThat(batch.leases()).isEmpty();
        assertThat(ledger.lastBatch()).isEqualTo(2);
        assertThat(ledger.lastLease()).isEqualTo(first.lease());
    }

    @Test
    void aLeaseIsOpenFromItsFirstJobThatWasNotReported() {
        submit(1, 8, 3);
        join("w1", 1);
        learnThatJobsAreShort("w1");
        Command.Assign chunk = assigned(credits("w1", 2));
        assertThat(chunk.count()).isGreaterThan(1);
        results(chunk, 1);

        OpenWork.GivenLease lease = ledger.open().batches().getFirst().leases().getFirst();

        assertThat(lease.first()).isEqualTo(chunk.first() + 1);
        assertThat(lease.count()).isEqualTo(chunk.count() - 1);
        assertThat(lease.attempt()).isEqualTo(1);
    }

    @Test
    void whoDiesUnderAJobIsRememberedInItsNextAttempt() {
        submit(1, 2, 3);
        join("w1", 1);
        credits("w1", 1);
        feed(new Input.WorkerGone("w1", Optional.of("exit code 1")));

        OpenWork open = ledger.open();

        assertThat(open.workers()).isEmpty();
        assertThat(open.batches().getFirst().tried())
                .containsExactly(new OpenWork.TriedJobs(0, 1, 2));
    }

    @Test
    void anotherDispatcherGoesOnWhereTheLastOneWas() {
        submit(1, 3, 2);
        join("w1", 1);
        join("w2", 1);
        Command.Assign first = assigned(credits("w1", 1));
        Command.Assign second = assigned(credits("w2", 1));
        feed(new Input.WorkerGone("w1", Optional.of("exit code 1")));

        dispatcher = new Dispatcher(DispatchOptions.DEFAULTS.withFirstLease(1000));
        feed(new Input.Restored(ledger.open()));

        // Who ran goes on, and its report counts before it has said what else it has.
        List<Command> answer = results(second, 1);
        assertThat(answer).anyMatch(Command.Deliver.class::isInstance);
        feed(new Input.WorkerReturned("w2", 1, List.of(), List.of()));
        Command.Assign third = assigned(credits("w2", 2));
        assertThat(third.first()).isEqualTo(first.first());
        assertThat(third.attempt()).isEqualTo(2);
        assertThat(third.lease()).isGreaterThanOrEqualTo(1000);
    }

    @Test
    void whoWasRestoredGetsNothingBeforeItHasReturned() {
        submit(1, 3, 2);
        join("w1", 2);
        dispatcher = new Dispatcher(DispatchOptions.DEFAULTS.withFirstLease(1000));
        feed(new Input.Restored(ledger.open()));

        assertThat(credits("w1", 2)).noneMatch(Command.Assign.class::isInstance);
        assertThat(feed(new Input.HeartbeatReceived("w1", List.of())))
                .noneMatch(Command.Assign.class::isInstance);

        assertThat(feed(new Input.WorkerReturned("w1", 0, List.of(), List.of())))
                .filteredOn(Command.Assign.class::isInstance)
                .hasSize(2);
    }

    @Test
    void whatIsNotKnownOfAWorkerIsStopped() {
        submit(1, 3, 2);
        join("w1", 1);
        dispatcher = new Dispatcher(DispatchOptions.DEFAULTS.withFirstLease(1000));
        feed(new Input.Restored(ledger.open()));

        assertThat(feed(new Input.WorkerReturned("w1", 1, List.of(7L), List.of())))
                .contains(new Command.CancelJobs("w1", 7, List.of()));
        // Its only thread is busy with that until it says otherwise.
        assertThat(credits("w1", 1)).noneMatch(Command.Assign.class::isInstance);
    }

    @Test
    void whoDoesNotReturnIsLostAfterALeaseAndItsJobsRunAgain() {
        submit(1, 1, 3);
        join("w1", 1);
        Command.Assign lost = assigned(credits("w1", 1));
        dispatcher = new Dispatcher(DispatchOptions.DEFAULTS.withFirstLease(1000));
        feed(new Input.Restored(ledger.open()));
        join("w2", 1);
        assertThat(credits("w2", 1)).noneMatch(Command.Assign.class::isInstance);

        long end = now + DispatchOptions.DEFAULTS.leaseDuration().toNanos();
        List<Command> heard = new ArrayList<>();
        while (now < end) {
            now += 100 * MILLI;
            heard.addAll(feed(new Input.HeartbeatReceived("w2", List.of())));
        }

        Command.Assign again = assigned(heard);
        assertThat(again.worker()).isEqualTo("w2");
        assertThat(again.first()).isEqualTo(lost.first());
        assertThat(again.attempt()).isEqualTo(2);
    }

    @Test
    void factsOfWhatHasEndedArePassedOver() {
        ledger.add(new Fact.LeaseEnded(3));
        ledger.add(new Fact.BatchFinished(3));
        ledger.add(new Fact.JobsReported(3, 3, 0, 1, new int[] {0}));
        ledger.add(new Fact.JobsTried(3, 3, 0, 1));
        ledger.add(new Fact.WorkerWent("w1"));

        assertThat(ledger.isEmpty()).isTrue();
        assertThat(ledger.open()).isEqualTo(OpenWork.NONE);
    }

    @Test
    void aRefusedBatchAndARefusedWorkerLeaveNothing() {
        submit(1, 3, 2);
        submit(1, 5, 2);
        join("w1", 1);
        join("w1", 4);

        assertThat(ledger.open().batches()).hasSize(1);
        assertThat(ledger.open().batches().getFirst().batch().jobs()).isEqualTo(3);
        assertThat(ledger.open().workers().getFirst().threads()).isEqualTo(1);
    }

    @Test
    void whatFailedIsNotRunAgain() {
        submit(1, 1, 1);
        join("w1", 1);
        Command.Assign only = assigned(credits("w1", 1));
        feed(
                new Input.ResultsReceived(
                        "w1",
                        only.lease(),
                        0,
                        1,
                        List.of(
                                new Input.JobFailure(
                                        0,
                                        new Outcome.Failed("no", new Origin("w1", "hosta", 1, 1)))),
                        MILLI));

        assertThat(ledger.open().batches()).isEmpty();
    }

    private List<Command> feed(Input input) {
        now += MILLI;
        List<Command> commands = dispatcher.on(input, now);
        ledger.addAll(Facts.of(input, commands));
        return commands;
    }

    private void submit(long batch, int jobs, int attempts) {
        feed(new Input.BatchSubmitted(batch, "wait", jobs, attempts, 0, 0, false));
    }

    private void join(String name, int threads) {
        feed(new Input.WorkerJoined(name, "hosta", 4711, threads, Set.of()));
    }

    private List<Command> credits(String name, long total) {
        return feed(new Input.CreditsOffered(name, total));
    }

    /// Has a batch of one short job after the other, so that chunks grow.
    private void learnThatJobsAreShort(String name) {
        Command.Assign one = assigned(credits(name, 1));
        results(one, 1);
    }

    private List<Command> results(Command.Assign lease, int jobs) {
        return feed(
                new Input.ResultsReceived(
                        lease.worker(), lease.lease(), lease.first(), jobs, List.of(), 1_000));
    }

    private static Command.Assign assigned(List<Command> commands) {
        return commands.stream()
                .filter(Command.Assign.class::isInstance)
                .map(Command.Assign.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("jobs must be given out by " + commands));
    }

    private static BitSet bits(int... jobs) {
        BitSet bits = new BitSet();
        IntStream.of(jobs).forEach(bits::set);
        return bits;
    }
}
