package dev.manykitchens.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.value.Column;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// What is kept while no stream is open.
class OutboxTest {

    private static final int VALUE_BYTES = 1_000;

    private final AtomicInteger hurried = new AtomicInteger();
    private final Outbox outbox = new Outbox(10L * VALUE_BYTES, hurried::incrementAndGet);

    @Test
    void whoHasMoreToReportWaitsUntilThereIsRoom() throws Exception {
        for (int i = 0; i < 10; i++) {
            outbox.awaitReady();
            report(outbox);
        }
        assertThat(outbox.unheard()).isEqualTo(10);
        Thread reporter = Thread.ofPlatform().daemon().start(outbox::awaitReady);
        while (reporter.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        outbox.heard(3);

        reporter.join();
        assertThat(outbox.unheard()).isEqualTo(7);
    }

    @Test
    void anAnswerIsWantedWhenMuchIsKept() {
        report(outbox);
        assertThat(hurried).hasValue(0);

        for (int i = 0; i < 9; i++) {
            report(outbox);
        }

        assertThat(hurried.get()).as("at a half, three quarters and all of it").isBetween(2, 3);
    }

    @Test
    void whoNeverComesBackKeepsNothing() {
        Outbox forgetful = new Outbox(0, hurried::incrementAndGet);

        for (int i = 0; i < 100; i++) {
            forgetful.awaitReady();
            report(forgetful);
        }

        assertThat(forgetful.unheard()).isZero();
        assertThat(hurried).hasValue(0);
    }

    @Test
    void anAnswerForMoreThanThereIsLetsGoOfAll() {
        report(outbox);
        outbox.heard(0);
        assertThat(outbox.unheard()).isEqualTo(1);

        outbox.heard(Long.MAX_VALUE);

        assertThat(outbox.unheard()).isZero();
    }

    @Test
    void leasesWhoseResultsNobodyHasHeardAreToldTheLastFirst() {
        for (int lease = 1; lease <= 4; lease++) {
            report(outbox, lease);
        }
        assertThat(outbox.unheardLeases()).containsExactly(4L, 3L, 2L, 1L);

        outbox.heard(2);

        assertThat(outbox.unheardLeases()).containsExactly(4L, 3L);
        assertThat(outbox.receivedInAll()).isEqualTo(4);
    }

    private static void report(Outbox outbox) {
        report(outbox, 1);
    }

    private static void report(Outbox outbox, long lease) {
        JobTimes times = new JobTimes(1);
        times.add(1, 1, 1, 1, 1, 1);
        outbox.received();
        outbox.report(
                new ReportedJobs(
                        lease,
                        0,
                        new Column.Blobs(new byte[][] {new byte[VALUE_BYTES]}),
                        List.of(),
                        times,
                        List.of(),
                        1),
                true);
    }
}
