package dev.manykitchens.worker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.manykitchens.proto.v1.Adjust;
import dev.manykitchens.proto.v1.Halt;
import dev.manykitchens.proto.v1.Hello;
import dev.manykitchens.proto.v1.WorkRequest.MessageCase;
import dev.manykitchens.proto.v1.WorkResponse;
import dev.manykitchens.worker.Ending;

import io.grpc.Status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A worker of two threads that is made another size while it works.
@Execution(CONCURRENT)
class AdjustedTest {

    private FakeCoordinator coordinator;
    private WorkerTrial worker;
    private FakeCoordinator.Call call;

    @BeforeEach
    void join() throws Exception {
        coordinator = new FakeCoordinator();
        worker = new WorkerTrial(coordinator);
        call = coordinator.next();
        assertThat(call.hello().getAdjusts()).isTrue();
        call.welcome(welcome -> welcome.setPrefetch(1));
        assertThat(credits()).isEqualTo(4);
    }

    @AfterEach
    void close() {
        worker.close();
        coordinator.close();
    }

    @Test
    void whoIsLargerOffersToTakeMore() throws Exception {
        assertThat(worker.line()).startsWith("joined as w7");
        adjust(Adjust.newBuilder().setThreads(5).setStoves(1));
        assertThat(credits()).isEqualTo(10);
        assertThat(worker.line())
                .isEqualTo("now 5 threads, 1 stove: somebody changed it at the coordinator");

        adjust(Adjust.newBuilder().setPrefetch(3));
        assertThat(credits()).isEqualTo(20);
    }

    @Test
    void aLimitOfStovesIsTakenAwayAgain() throws Exception {
        assertThat(worker.line()).startsWith("joined as w7");
        adjust(Adjust.newBuilder().setStoves(1));
        assertThat(worker.line()).startsWith("now 2 threads, 1 stove:");

        adjust(Adjust.newBuilder().setStovesUnlimited(true));

        assertThat(worker.line())
                .isEqualTo("now 2 threads: somebody changed it at the coordinator");
    }

    /// What was offered cannot be taken back: it is offered again before there is more.
    @Test
    void whoWasLargerOffersNothingAnewUntilItIsLargerThanEver() throws Exception {
        adjust(Adjust.newBuilder().setThreads(1));
        adjust(Adjust.newBuilder().setThreads(2).setStoves(1));
        adjust(Adjust.newBuilder().setThreads(3));

        assertThat(credits()).isEqualTo(6);
    }

    @Test
    void moreThreadsRunWhatWaits() throws Exception {
        for (int lease = 1; lease <= 4; lease++) {
            call.say(WorkerTrial.chunk(lease, "told", WorkerTrial.STAYS));
        }
        worker.awaitBegun();
        worker.awaitBegun();

        adjust(Adjust.newBuilder().setThreads(4));

        worker.awaitBegun();
        worker.awaitBegun();
    }

    @Test
    void fewerThreadsEndAfterWhatTheyRun() throws Exception {
        call.say(WorkerTrial.chunk(1, "told", WorkerTrial.STAYS));
        call.say(WorkerTrial.chunk(2, "told", WorkerTrial.STAYS));
        worker.awaitBegun();
        worker.awaitBegun();
        adjust(Adjust.newBuilder().setThreads(1));
        call.say(WorkerTrial.chunk(3, "told", 3));
        call.say(WorkerTrial.chunk(4, "told", 4));

        worker.release();

        List<Long> leases =
                Stream.of(call.results(), call.results(), call.results(), call.results())
                        .map(results -> results.getLease())
                        .toList();
        assertThat(leases.subList(0, 2)).containsExactlyInAnyOrder(1L, 2L);
        assertThat(leases.subList(2, 4)).as("on one thread, in order").containsExactly(3L, 4L);
    }

    /// Two threads are idle when there is to be one: the other one must not go on with what comes.
    @Test
    void anIdleThreadThatIsOneTooManyEnds() throws Exception {
        call.say(WorkerTrial.chunk(1, "told", 1));
        call.say(WorkerTrial.chunk(2, "told", 2));
        assertThat(LongStream.of(call.results().getLease(), call.results().getLease()))
                .containsExactlyInAnyOrder(1L, 2L);
        adjust(Adjust.newBuilder().setThreads(1));

        call.say(WorkerTrial.chunk(3, "told", WorkerTrial.STAYS));
        worker.awaitBegun();
        call.say(WorkerTrial.chunk(4, "told", 4));
        call.hear(2);
        worker.release();

        assertThat(call.results().getLease()).isEqualTo(3);
        assertThat(call.results().getLease()).isEqualTo(4);
    }

    @Test
    void whoComesBackSaysHowLargeItIsByNow() throws Exception {
        adjust(Adjust.newBuilder().setThreads(3).setStoves(2));
        assertThat(credits()).isEqualTo(6);

        call.breakIt(Status.UNAVAILABLE.withDescription("the cable was pulled"));

        FakeCoordinator.Call second = coordinator.next();
        Hello hello = second.hello();
        assertThat(hello.getThreads()).isEqualTo(3);
        assertThat(hello.getStoves()).isEqualTo(2);
        second.welcome(welcome -> welcome.setResumed(true).setPrefetch(2));
        call = second;
        assertThat(credits()).isEqualTo(6);
        assertThat(credits()).as("more may wait now").isEqualTo(9);
    }

    @Test
    void aSizeThatMakesNoSenseIsRefused() throws Exception {
        adjust(Adjust.newBuilder().setThreads(0));

        Ending ending = worker.ending();
        assertThat(ending.exitCode()).isEqualTo(1);
        assertThat(ending.reason()).contains("threads must be from 1 to 10000, was 0");
    }

    @Test
    void whoIsHaltedEndsItsProcessWithoutAGoodbye() throws Exception {
        call.say(WorkerTrial.chunk(1, "told", WorkerTrial.STAYS));
        worker.awaitBegun();

        call.say(WorkResponse.newBuilder().setHalt(Halt.newBuilder().setReason("to see it")));

        worker.awaitHalted();
        assertThat(worker.line()).startsWith("joined as w7");
        assertThat(worker.line()).isEqualTo("told to end now, as if it were killed: to see it");
        assertThat(call.isOver()).isFalse();
    }

    private void adjust(Adjust.Builder size) {
        call.say(WorkResponse.newBuilder().setAdjust(size));
    }

    private long credits() throws InterruptedException {
        return call.next(MessageCase.CREDITS).getCredits().getTotal();
    }
}
