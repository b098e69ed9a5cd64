package dev.manykitchens.worker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.BatchEnd;
import dev.manykitchens.proto.v1.Cancel;
import dev.manykitchens.proto.v1.Drain;
import dev.manykitchens.proto.v1.FailureKind;
import dev.manykitchens.proto.v1.Hello;
import dev.manykitchens.proto.v1.Holdings;
import dev.manykitchens.proto.v1.Resource;
import dev.manykitchens.proto.v1.ResourceGrant;
import dev.manykitchens.proto.v1.ResourceRequest;
import dev.manykitchens.proto.v1.Results;
import dev.manykitchens.proto.v1.WorkRequest;
import dev.manykitchens.proto.v1.WorkRequest.MessageCase;
import dev.manykitchens.proto.v1.WorkResponse;
import dev.manykitchens.worker.Ending;

import io.grpc.Status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/// A worker that joins, and a coordinator whose streams break.
@Execution(CONCURRENT)
@Order(1)
class ComingBackTest {

    private static final Status GONE = Status.UNAVAILABLE.withDescription("the cable was pulled");

    private FakeCoordinator coordinator;
    private WorkerTrial worker;

    @BeforeEach
    void join() throws Exception {
        coordinator = new FakeCoordinator();
        worker = new WorkerTrial(coordinator);
    }

    @AfterEach
    void close() {
        worker.close();
        coordinator.close();
    }

    @Test
    void itSaysWhoItIsAndOffersWhatItCanTake() throws Exception {
        FakeCoordinator.Call call = coordinator.next();
        Hello hello = call.hello();
        assertThat(hello.getName()).isEmpty();
        assertThat(hello.getNameWasGiven()).isFalse();
        assertThat(hello.getInstance()).matches("[0-9a-f]{32}");
        assertThat(hello.getThreads()).isEqualTo(2);
        assertThat(hello.getMemoryBytes()).isPositive();
        assertThat(hello.getRecipesList()).containsExactlyInAnyOrder("told", "presses", "keeps");
        assertThat(hello.hasHoldings()).as("it says what it has").isTrue();
        assertThat(hello.getHoldings()).as("nothing").isEqualTo(Holdings.getDefaultInstance());

        call.welcome(welcome -> welcome.setPrefetch(1));

        assertThat(call.next(MessageCase.CREDITS).getCredits().getTotal()).isEqualTo(4);
        assertThat(worker.line())
                .isEqualTo("joined as w7, 2 threads, coordinator 127.0.0.1:" + coordinator.port());
    }

    @Test
    void whoIsWaitedForComesBackWithItsLeasesAndWhatWasNotHeard() throws Exception {
        FakeCoordinator.Call first = coordinator.next();
        String instance = first.hello().getInstance();
        first.welcome(_ -> {});
        first.say(WorkerTrial.chunk(1, "told", WorkerTrial.STAYS));
        first.say(WorkerTrial.chunk(2, "told", 5));
        assertThat(first.results().getSequence()).isEqualTo(1);
        first.say(WorkerTrial.chunk(3, "told", 6));
        Results unheard = first.results();
        assertThat(unheard.getSequence()).isEqualTo(2);
        first.hear(1);

        first.breakIt(GONE);

        FakeCoordinator.Call second = coordinator.next();
        Hello back = second.hello();
        assertThat(back.getInstance()).isEqualTo(instance);
        assertThat(back.getName()).isEqualTo("w7");
        assertThat(back.getNameWasGiven()).as("nobody wished for that name").isTrue();
        assertThat(back.getHoldings().getReceived()).isEqualTo(3);
        assertThat(back.getHoldings().getLeasesList())
                .as("the one that runs, and the one whose results nobody has heard")
                .containsExactly(1L, 3L);
        second.welcome(welcome -> welcome.setResumed(true));
        WorkRequest beat = second.next();
        assertThat(beat.getHeartbeat().getLeasesList()).containsExactly(1L);
        assertThat(beat.getHeartbeat().hasEchoHeardNanos()).as("of another stream").isFalse();
        assertThat(second.nextButBeats().getCredits().getTotal()).isEqualTo(4);
        Results again = second.nextButBeats().getResults();
        assertThat(again.toBuilder().setSentNanos(0).build())
                .isEqualTo(unheard.toBuilder().setSentNanos(0).build());
        worker.release();
        Results last = second.results();
        assertThat(last.getLease()).isEqualTo(1);
        assertThat(last.getSequence()).isEqualTo(3);
        assertThat(last.getCreditsTotal()).isEqualTo(5);
        assertThat(worker.line()).startsWith("joined as w7");
        assertThat(worker.line())
                .startsWith("lost the coordinator at 127.0.0.1:")
                .contains("the cable was pulled");
        assertThat(worker.line()).startsWith("back as w7 after ").endsWith("what it ran goes on");
    }

    @Test
    void aLeaseIsSaidOnceAlthoughAPartOfItWasReported() throws Exception {
        FakeCoordinator.Call first = joined();
        first.say(WorkerTrial.chunk(1, "told", 4, WorkerTrial.STAYS));
        worker.awaitBegun();
        assertThat(first.results().getCount()).as("a part").isEqualTo(1);
        first.breakIt(GONE);

        FakeCoordinator.Call second = coordinator.next();

        assertThat(second.hello().getHoldings().getLeasesList()).containsExactly(1L);
        second.welcome(welcome -> welcome.setResumed(true));
        assertThat(second.results().getFirst()).as("the part that nobody heard").isZero();
        worker.release();
        assertThat(second.results().getFirst()).isEqualTo(1);
        second.hear(2);
        second.breakIt(GONE);
        assertThat(coordinator.next().hello().getHoldings())
                .as("all is heard")
                .isEqualTo(Holdings.newBuilder().setReceived(1).build());
    }

    /// Its credits are counted from nothing again, and so is what comes.
    @Test
    void whatCameIsCountedFromTheLastWelcomeOfAStranger() throws Exception {
        FakeCoordinator.Call first = joined();
        first.say(WorkerTrial.chunk(1, "told", 5));
        first.results();
        first.hear(1);
        first.breakIt(GONE);
        FakeCoordinator.Call second = coordinator.next();
        second.welcome(_ -> {});
        second.say(WorkerTrial.chunk(7, "told", 5));
        assertThat(second.results().getCreditsTotal()).isEqualTo(3);

        second.breakIt(GONE);

        FakeCoordinator.Call third = coordinator.next();
        assertThat(third.hello().getHoldings())
                .isEqualTo(Holdings.newBuilder().setReceived(1).addLeases(7).build());
        third.welcome(welcome -> welcome.setResumed(true));
        assertThat(third.next(MessageCase.CREDITS).getCredits().getTotal()).isEqualTo(3);
    }

    @Test
    void jobsGoOnWhileNoStreamIsOpen() throws Exception {
        FakeCoordinator.Call first = joined();
        first.say(WorkerTrial.chunk(1, "told", WorkerTrial.STAYS));
        worker.awaitBegun();
        first.breakIt(GONE);
        FakeCoordinator.Call second = coordinator.next();
        second.hello();

        worker.release();
        second.welcome(welcome -> welcome.setResumed(true));

        assertThat(second.results().getLease()).isEqualTo(1);
    }

    @Test
    void whoIsNotWaitedForCancelsEverythingAndBeginsAnew() throws Exception {
        FakeCoordinator.Call first = joined();
        first.say(WorkerTrial.chunk(1, "told", 5));
        assertThat(first.results().getCreditsTotal()).isEqualTo(3);
        first.say(WorkerTrial.chunk(2, "told", WorkerTrial.STAYS));
        worker.awaitBegun();
        first.breakIt(GONE);

        FakeCoordinator.Call second = coordinator.next();
        second.hello();
        second.welcome(_ -> {});

        assertThat(second.nextButBeats().getCredits().getTotal())
                .as("two threads, one of them busy with what nobody waits for")
                .isEqualTo(1);
        Results undelivered = second.results();
        assertThat(undelivered.getLease()).isEqualTo(1);
        assertThat(undelivered.getSequence()).isEqualTo(1);
        assertThat(undelivered.getCreditsTotal()).as("of another count").isZero();
        Results cancelled = second.results();
        assertThat(cancelled.getLease()).isEqualTo(2);
        assertThat(cancelled.getFailures(0).getKind())
                .isEqualTo(FailureKind.FAILURE_KIND_CANCELLED);
        assertThat(cancelled.getCreditsTotal()).isEqualTo(2);
        assertThat(second.next(MessageCase.HEARTBEAT).getHeartbeat().getLeasesList()).isEmpty();
        second.say(WorkerTrial.chunk(2, "told", 8));
        assertThat(second.results().getFailuresCount())
                .as("the same number, another lease")
                .isZero();
        worker.line();
        worker.line();
        assertThat(worker.line())
                .endsWith(
                        "it had not waited: 1 chunk of jobs was dropped here and runs elsewhere, and 1 message of results may have come too late");
    }

    @Test
    void batchesAreForgottenWithTheirStream() throws Exception {
        FakeCoordinator.Call first = joined();
        first.say(WorkerTrial.chunk(1, "told", 5));
        first.results();
        first.breakIt(GONE);
        FakeCoordinator.Call second = coordinator.next();
        second.welcome(_ -> {});
        WorkResponse.Builder undefined = WorkerTrial.chunk(2, "told", 5);
        undefined.getAssignmentBuilder().setBatch(1).clearDefinition();

        second.say(undefined);
        Results refused = second.results();
        while (refused.getLease() == 1) {
            refused = second.results();
        }

        assertThat(refused.getFailures(0).getMessage()).contains("must be defined");
    }

    @Test
    void aSilentCoordinatorIsDialledAnewAndTheOldStreamIsDead() throws Exception {
        FakeCoordinator.Call first = coordinator.next();
        first.hello();
        first.welcome(welcome -> welcome.setSilenceLimitMillis(300));

        FakeCoordinator.Call second = coordinator.next();

        assertThat(first.over()).isEqualTo("cancelled");
        assertThat(second.hello().getName()).isEqualTo("w7");
        worker.line();
        assertThat(worker.line()).contains("the coordinator was silent for 0 s");
    }

    /// A coordinator that talks is there, whatever it talks about and whether that is known here.
    @Test
    void aCoordinatorIsHeardWithEveryKindOfMessage() throws Exception {
        FakeCoordinator.Call call = coordinator.next();
        call.hello();
        call.welcome(welcome -> welcome.setSilenceLimitMillis(1_000));

        for (int beat = 0; beat < 20; beat++) {
            call.next(MessageCase.HEARTBEAT);
            call.say(
                    beat % 2 == 0
                            ? WorkResponse.newBuilder()
                            : WorkResponse.newBuilder()
                                    .setBatchEnd(BatchEnd.newBuilder().setBatch(beat)));
        }

        assertThat(coordinator.hasCalls()).as("another stream").isFalse();
        assertThat(call.isOver()).isFalse();
    }

    @Test
    void aPermitIsAskedForAgainUnderItsTicketAndReportedUnderItsKey() throws Exception {
        FakeCoordinator.Call first = joined();
        Resource press =
                Resource.newBuilder()
                        .setName("press")
                        .setPermits(1)
                        .setShared(true)
                        .setKey("client-4/press")
                        .build();
        first.say(
                WorkerTrial.chunk(
                        1,
                        5,
                        BatchDefinition.newBuilder().setRecipe("presses").addResources(press)));
        WorkRequest asked = first.next(MessageCase.RESOURCE_REQUEST);
        assertThat(asked.getResourceRequest().getResource()).isEqualTo("client-4/press");
        first.breakIt(GONE);

        FakeCoordinator.Call second = coordinator.next();
        second.hello();
        second.welcome(welcome -> welcome.setResumed(true));
        assertThat(second.next(MessageCase.RESOURCE_REQUEST)).isEqualTo(asked);
        second.say(grant(asked.getResourceRequest().getTicket()));

        assertThat(second.next(MessageCase.RESOURCE_RETURN).getResourceReturn().getTicket())
                .isEqualTo(asked.getResourceRequest().getTicket());
        assertThat(second.results().getResourceUses(0).getName()).isEqualTo("client-4/press");
        second.breakIt(GONE);
        FakeCoordinator.Call third = coordinator.next();
        third.welcome(welcome -> welcome.setResumed(true));
        assertThat(third.next(MessageCase.RESOURCE_RETURN).getResourceReturn().getTicket())
                .as("nobody has said that the return was heard")
                .isEqualTo(asked.getResourceRequest().getTicket());
    }

    @Test
    void permitsThatAreHeldAreSaidAndThoseGivenBackMeanwhileAreNot() throws Exception {
        FakeCoordinator.Call first = joined();
        first.say(
                WorkerTrial.chunk(
                        1,
                        5,
                        BatchDefinition.newBuilder()
                                .setRecipe("keeps")
                                .addResources(shared("press"))
                                .addResources(shared("sink"))));
        ResourceRequest press = first.next(MessageCase.RESOURCE_REQUEST).getResourceRequest();
        assertThat(press.getResource()).isEqualTo("press");
        first.say(grant(press.getTicket()));
        ResourceRequest sink = first.next(MessageCase.RESOURCE_REQUEST).getResourceRequest();
        assertThat(sink.getResource()).isEqualTo("sink");
        first.breakIt(GONE);

        FakeCoordinator.Call second = coordinator.next();
        assertThat(second.hello().getHoldings().getPermitsList())
                .as("the one that is held, and not the one that is waited for")
                .containsExactly(press);
        second.welcome(welcome -> welcome.setResumed(true));
        assertThat(
                        List.of(
                                second.next(MessageCase.RESOURCE_REQUEST).getResourceRequest(),
                                second.next(MessageCase.RESOURCE_REQUEST).getResourceRequest()))
                .containsExactlyInAnyOrder(press, sink);
        second.say(grant(press.getTicket()));
        second.say(grant(sink.getTicket()));
        worker.awaitBegun();
        second.breakIt(GONE);

        FakeCoordinator.Call third = coordinator.next();
        assertThat(third.hello().getHoldings().getPermitsList())
                .containsExactlyInAnyOrder(press, sink);
        worker.release();
        third.welcome(welcome -> welcome.setResumed(true));
        assertThat(
                        List.of(
                                third.next(MessageCase.RESOURCE_RETURN)
                                        .getResourceReturn()
                                        .getTicket(),
                                third.next(MessageCase.RESOURCE_RETURN)
                                        .getResourceReturn()
                                        .getTicket()))
                .containsExactly(sink.getTicket(), press.getTicket());
        assertThat(third.results().getLease()).isEqualTo(1);
        third.breakIt(GONE);

        FakeCoordinator.Call fourth = coordinator.next();
        assertThat(fourth.hello().getHoldings())
                .as("no permit, and the lease whose results nobody has heard")
                .isEqualTo(Holdings.newBuilder().setReceived(1).addLeases(1).build());
        fourth.welcome(welcome -> welcome.setResumed(true));
        assertThat(fourth.next(MessageCase.RESOURCE_RETURN).getResourceReturn().getTicket())
                .as("nobody has said that the return was heard")
                .isEqualTo(sink.getTicket());
    }

    @Test
    void aDrainedWorkerSaysGoodbyeAndLeaves() throws Exception {
        FakeCoordinator.Call call = joined();
        call.say(WorkerTrial.chunk(1, "told", WorkerTrial.STAYS));
        worker.awaitBegun();

        worker.leave();
        assertThat(call.next(MessageCase.DRAIN_REQUEST).getDrainRequest().getReason())
                .contains("signal");
        call.say(drain());
        assertThat(worker.line()).startsWith("joined as w7");
        assertThat(worker.line()).startsWith("told to leave");
        assertThat(worker.line()).isEqualTo("drains, 1 chunk to finish: as it wished");
        worker.release();

        assertThat(call.results().getLease()).isEqualTo(1);
        assertThat(call.next(MessageCase.GOODBYE).getGoodbye().getReason()).isEqualTo("drained");
        call.complete();
        assertThat(worker.ending()).isEqualTo(new Ending(0, "drained"));
    }

    /// The last results may still be on their way: a second after its goodbye the worker would have
    /// ended, and said that all was well.
    @Test
    void whoseGoodbyeIsNotAnsweredSendsWhatWasNotHeardAgain() throws Exception {
        FakeCoordinator.Call first = coordinator.next();
        first.hello();
        first.welcome(welcome -> welcome.setSilenceLimitMillis(2_000));
        first.say(WorkerTrial.chunk(1, "told", 5));
        assertThat(first.results().getSequence()).isEqualTo(1);
        first.say(drain());
        first.next(MessageCase.GOODBYE);

        FakeCoordinator.Call second = coordinator.next();
        second.hello();
        second.welcome(_ -> {});

        assertThat(second.results().getSequence()).isEqualTo(1);
        second.next(MessageCase.GOODBYE);
        second.complete();
        assertThat(worker.ending()).isEqualTo(new Ending(0, "drained"));
    }

    @Test
    void whoseResultsNobodyHearsSaysThatTheyAreLost() throws Exception {
        FakeCoordinator.Call call = joined();
        call.say(WorkerTrial.chunk(1, "told", 5));
        call.results();
        call.say(drain());
        call.next(MessageCase.GOODBYE);

        assertThat(worker.ending())
                .isEqualTo(
                        new Ending(
                                3,
                                "the coordinator could not be told, lost: 1 message of results"));
    }

    @Test
    void whoHasSaidGoodbyeAndWasHeardLeavesSoon() throws Exception {
        FakeCoordinator.Call call = joined();
        call.say(WorkerTrial.chunk(1, "told", 5));
        call.results();
        call.hear(1);
        call.say(drain());
        call.next(MessageCase.GOODBYE);

        assertThat(worker.ending()).isEqualTo(new Ending(0, "drained"));
    }

    @Test
    void whoWasDrainingWhenTheStreamBrokeAsksAgainAndOffersNothing() throws Exception {
        FakeCoordinator.Call first = joined();
        first.say(WorkerTrial.chunk(1, "told", WorkerTrial.STAYS));
        worker.awaitBegun();
        first.say(drain());
        assertThat(worker.line()).startsWith("joined as w7");
        assertThat(worker.line()).startsWith("drains, 1 chunk to finish");
        first.breakIt(GONE);

        FakeCoordinator.Call second = coordinator.next();
        second.hello();
        second.welcome(_ -> {});

        List<MessageCase> said = new ArrayList<>();
        while (!said.contains(MessageCase.GOODBYE)) {
            said.add(second.nextButBeats().getMessageCase());
        }
        assertThat(said)
                .containsExactlyInAnyOrder(
                        MessageCase.DRAIN_REQUEST, MessageCase.RESULTS, MessageCase.GOODBYE);
        second.complete();
        assertThat(worker.ending().exitCode()).isZero();
    }

    @Test
    void whoIsToldToLeaveAndFindsNobodyLeavesSoonAndSaysWhatIsLost() throws Exception {
        FakeCoordinator.Call call = joined();
        call.say(WorkerTrial.chunk(1, "told", WorkerTrial.STAYS));
        worker.awaitBegun();
        coordinator.close();

        worker.leave();

        assertThat(worker.ending())
                .isEqualTo(
                        new Ending(0, "the coordinator could not be told, lost: 1 chunk of jobs"));
    }

    /// A coordinator that drains ends soon after it has said so.
    @Test
    void whoIsDrainedAndFindsNobodyLeavesSoonAndSaysWhatIsLost() throws Exception {
        FakeCoordinator.Call call = joined();
        call.say(WorkerTrial.chunk(1, "told", WorkerTrial.STAYS));
        worker.awaitBegun();
        call.say(drain());
        assertThat(worker.line()).startsWith("joined as w7");
        assertThat(worker.line()).startsWith("drains, 1 chunk to finish");

        coordinator.close();

        assertThat(worker.ending())
                .isEqualTo(
                        new Ending(0, "the coordinator could not be told, lost: 1 chunk of jobs"));
    }

    @Test
    void aSecondSignalEndsItNow() throws Exception {
        joined();

        worker.leave();
        worker.leave();

        assertThat(worker.ending().exitCode()).isEqualTo(143);
    }

    @Test
    void oneThatIsNotWelcomedLeavesSoon() throws Exception {
        coordinator.next().hello();

        worker.leave();

        assertThat(worker.ending().exitCode()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {
                "UNAUTHENTICATED",
                "PERMISSION_DENIED",
                "FAILED_PRECONDITION",
                "INVALID_ARGUMENT"
            })
    void aRefusalIsTheEndAndItsSentenceTheReason(Status.Code code) throws Exception {
        joined().breakIt(GONE);

        coordinator.next().breakIt(code.toStatus().withDescription("you must be another"));

        assertThat(worker.ending()).isEqualTo(new Ending(1, "you must be another"));
    }

    @Test
    void whoeverIsNoCoordinatorIsNotAskedForEver() throws Exception {
        coordinator.next().breakIt(Status.UNIMPLEMENTED.withDescription("no such service"));

        assertThat(worker.ending())
                .isEqualTo(
                        new Ending(
                                1,
                                "who answers there must be a coordinator of many kitchens, is none: no such service"));
    }

    @Test
    void anyOtherStatusIsTriedAgain() throws Exception {
        coordinator.next().breakIt(Status.RESOURCE_EXHAUSTED.withDescription("all places taken"));
        coordinator.next().complete();
        coordinator.next().breakIt(Status.INTERNAL);

        joined();

        assertThat(worker.line())
                .contains("must be reachable, is not: all places taken; trying again");
        assertThat(worker.line()).startsWith("joined as w7");
    }

    @Test
    void whatCannotBeReadIsNotTriedForEver() throws Exception {
        FakeCoordinator.Call call = joined();
        WorkResponse.Builder malformed = WorkerTrial.chunk(1, "told", 5);
        malformed.getAssignmentBuilder().getArgumentsBuilder(0).clear();

        call.say(malformed);

        assertThat(worker.ending().exitCode()).isEqualTo(1);
        assertThat(worker.ending().reason()).contains("must say what this worker can read");
    }

    @Test
    void cancelledJobsAndEndedBatchesOfNobodyAreIgnored() throws Exception {
        FakeCoordinator.Call call = joined();

        call.say(WorkResponse.newBuilder().setCancel(Cancel.newBuilder().setLease(9)));
        call.say(WorkResponse.newBuilder().setBatchEnd(BatchEnd.newBuilder().setBatch(9)));
        call.say(grant(9));

        assertThat(call.next(MessageCase.RESOURCE_RETURN).getResourceReturn().getTicket())
                .as("a permit that nobody wants goes back")
                .isEqualTo(9);
        assertThat(worker.hasEnded()).isFalse();
    }

    private FakeCoordinator.Call joined() throws InterruptedException {
        FakeCoordinator.Call call = coordinator.next();
        call.hello();
        call.welcome(_ -> {});
        assertThat(call.next(MessageCase.CREDITS).getCredits().getTotal()).isEqualTo(2);
        return call;
    }

    private static Resource.Builder shared(String name) {
        return Resource.newBuilder().setName(name).setPermits(1).setShared(true);
    }

    private static WorkResponse.Builder grant(long ticket) {
        return WorkResponse.newBuilder()
                .setResourceGrant(ResourceGrant.newBuilder().setTicket(ticket));
    }

    private static WorkResponse.Builder drain() {
        return WorkResponse.newBuilder().setDrain(Drain.newBuilder().setReason("as it wished"));
    }
}
