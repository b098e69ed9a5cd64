package dev.manykitchens.report.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.http.Ask;
import dev.manykitchens.report.http.EventWriter;
import dev.manykitchens.report.json.Json;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(30)
class DashboardEventsTest {

    private static final long SECOND = 1_000_000_000L;

    /// One more than are kept.
    private static final int TOO_MANY = 301;

    private final AtomicLong clock = new AtomicLong();

    @AutoClose
    private final Dashboard dashboard =
            Dashboard.byHand("", "", Instant.EPOCH, clock::get, () -> Vitals.UNKNOWN);

    /// Takes an event whenever it is allowed to.
    private static final class Visitor implements EventWriter {

        private final Semaphore allowed = new Semaphore(0);
        private final LinkedBlockingQueue<Event> begun = new LinkedBlockingQueue<>();

        private record Event(String id, String kind, String data) {}

        @Override
        public void send(String id, String event, String data) {
            begun.add(new Event(id, event, data));
            allowed.acquireUninterruptibly();
        }
    }

    @Test
    void whoKeepsUpIsToldEverythingOnceAndThenEachFrame() throws Exception {
        Visitor visitor = visit("");
        Visitor.Event first = nextWhileTimePasses(visitor);
        visitor.allowed.release(1_000);
        assertThat(first.kind()).isEqualTo(Message.SNAPSHOT);
        for (int i = 1; i <= 3; i++) {
            pass();
            Visitor.Event next = visitor.begun.take();
            assertThat(next.kind()).isEqualTo(Message.FRAME);
            assertThat(next.id()).isEqualTo(id(frameOf(first) + i));
        }
    }

    @Test
    void whoIsTooSlowIsToldEverythingAnewInsteadOfWhatItMissedAndNobodyWaitsForIt()
            throws Exception {
        Visitor visitor = visit("");
        long seen = frameOf(nextWhileTimePasses(visitor));

        // The visitor does not take what it is sent, and frames are made all the same.
        passUntilFrame(seen + TOO_MANY);
        assertThat(visitor.begun).isEmpty();
        visitor.allowed.release();
        Visitor.Event next = nextWhileTimePasses(visitor);

        assertThat(next.kind()).isEqualTo(Message.SNAPSHOT);
        assertThat(frameOf(next)).isGreaterThanOrEqualTo(seen + TOO_MANY);
        assertThat(next.id()).isEqualTo(id(frameOf(next)));
        visitor.allowed.release();
        Visitor.Event after = nextWhileTimePasses(visitor);
        assertThat(after.kind()).isEqualTo(Message.FRAME);
        assertThat(after.id()).isEqualTo(id(frameOf(next) + 1));
    }

    @Test
    void whoIsSlowButNotTooSlowMissesNothing() throws Exception {
        Visitor visitor = visit("");
        long seen = frameOf(nextWhileTimePasses(visitor));
        passUntilFrame(seen + TOO_MANY - 1);
        visitor.allowed.release(TOO_MANY);
        for (long frame = seen + 1; frame < seen + TOO_MANY; frame++) {
            assertThat(visitor.begun.take().id()).isEqualTo(id(frame));
        }
    }

    @Test
    void whoComesBackIsToldWhatItMissedAndWhoComesFromAnotherDashboardEverything()
            throws Exception {
        passUntilFrame(5);
        Visitor back = visit(id(3));
        back.allowed.release(1_000);
        assertThat(back.begun.take().id()).isEqualTo(id(4));
        assertThat(back.begun.take().id()).isEqualTo(id(5));

        assertThat(nextWhileTimePasses(visit("another.3")).kind()).isEqualTo(Message.SNAPSHOT);
        assertThat(nextWhileTimePasses(visit(id(99))).kind()).isEqualTo(Message.SNAPSHOT);
        assertThat(nextWhileTimePasses(visit(dashboard.epoch() + ".x")).kind())
                .isEqualTo(Message.SNAPSHOT);
    }

    private Visitor visit(String lastEventId) {
        Visitor visitor = new Visitor();
        DashboardEvents events = new DashboardEvents(dashboard);
        Thread.startVirtualThread(() -> {
            try {
                events.send(new Ask("/events", "", "", false, lastEventId), visitor);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        return visitor;
    }

    /// The next event that the visitor is sent: whoever is to be told everything is told at the
    /// next step, however late it asks.
    private Visitor.Event nextWhileTimePasses(Visitor visitor) throws InterruptedException {
        while (true) {
            pass();
            Visitor.Event next = visitor.begun.poll(10, TimeUnit.MILLISECONDS);
            if (next != null) {
                return next;
            }
        }
    }

    private void passUntilFrame(long frame) {
        while (dashboard.frames().last() < frame) {
            pass();
        }
    }

    private void pass() {
        clock.addAndGet(SECOND);
        dashboard.tick();
    }

    private static long frameOf(Visitor.Event event) {
        return Json.tree(event.data()).get("frame").asLong();
    }

    private String id(long frame) {
        return dashboard.epoch() + "." + frame;
    }
}
