package dev.manykitchens.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.fakes.ManualClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

class LocalResourcesTest {

    private final ManualClock clock = new ManualClock(5);
    private final List<String> uses = new ArrayList<>();
    private final LocalResources desk =
            new LocalResources(
                    Map.of(
                            "machine", ResourceSpec.shared(1),
                            "tables", ResourceSpec.inEachKitchen(2)),
                    (name, waited, held, permits) ->
                            uses.add(
                                    name
                                            + " waited "
                                            + waited
                                            + " held "
                                            + held
                                            + " of "
                                            + permits),
                    new WaitGraph(),
                    3,
                    clock);

    @Test
    void permitsAreGrantedAtOnceWhileThereAreAny() {
        assertThat(desk.request("tables")).isCompleted();
        assertThat(desk.request("tables")).isCompleted();
        assertThat(desk.request("tables")).isNotDone();
    }

    @Test
    void whoAskedFirstGetsThePermitFirst() {
        ResourcePermit held = desk.request("machine").join();
        CompletableFuture<ResourcePermit> second = desk.request("machine");
        CompletableFuture<ResourcePermit> third = desk.request("machine");

        held.release();
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();

        second.join().release();
        assertThat(third).isCompleted();
    }

    @Test
    void aCancelledRequestIsPassedOver() {
        ResourcePermit held = desk.request("machine").join();
        CompletableFuture<ResourcePermit> given = desk.request("machine");
        CompletableFuture<ResourcePermit> next = desk.request("machine");

        assertThat(given.cancel(false)).isTrue();
        assertThat(desk.waiting("machine")).isEqualTo(1);
        held.release();

        assertThat(next).isCompleted();
    }

    /// Otherwise a permit that is granted while the request is taken back would be lost for ever.
    @Test
    void cancellingTooLateLeavesThePermitToBeReleased() {
        CompletableFuture<ResourcePermit> granted = desk.request("machine");

        assertThat(granted.cancel(false)).isFalse();
        granted.join().release();

        assertThat(desk.request("machine")).isCompleted();
    }

    @Test
    void aSecondReleaseIsAMistakeAndGivesNothing() {
        ResourcePermit permit = desk.request("machine").join();
        permit.release();

        assertThatIllegalStateException()
                .isThrownBy(permit::release)
                .withMessage("a permit must be released once, was released twice: machine");
        assertThat(desk.request("machine")).isCompleted();
        assertThat(desk.request("machine")).isNotDone();
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearestOne() {
        assertThatThrownBy(() -> desk.request("machin").get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(ResourceRefusedException.class)
                .hasMessage(
                        "a resource must be one that the pool was opened with, was \"machin\"; did you mean machine?");
    }

    @Test
    void aNameUnlikeAnyOtherIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> desk.request("oven").get())
                .cause()
                .hasMessageEndingWith("name it when the pool is opened, such as oven=1");
    }

    @Test
    void noMoreThanTheLimitMayWait() {
        assertThat(desk.request("machine")).isCompleted();
        for (int i = 0; i < 3; i++) {
            assertThat(desk.request("machine")).isNotDone();
        }

        assertThatThrownBy(() -> desk.request("machine").get())
                .cause()
                .isInstanceOf(ResourceRefusedException.class)
                .hasMessageStartingWith("at most 3 requests may wait for the resource machine");
    }

    @Test
    void everyUseIsTold() {
        ResourcePermit first = desk.request("machine").join();
        CompletableFuture<ResourcePermit> second = desk.request("machine");
        clock.advance(Duration.ofNanos(30));
        first.release();
        clock.advance(Duration.ofNanos(12));
        second.join().release();

        assertThat(uses)
                .containsExactly("machine waited 0 held 30 of 1", "machine waited 30 held 12 of 1");
    }

    @Test
    void underContentionPermitsAreNeitherLostNorDoubled() throws Exception {
        LocalResources shared =
                new LocalResources(Map.of("tables", ResourceSpec.shared(3)), UsageListener.NONE);
        AtomicInteger holding = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            boolean fickle = t % 2 == 0;
            threads.add(Thread.ofVirtual().start(() -> useOften(shared, fickle, holding, most)));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(most.get()).isBetween(1, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(shared.request("tables")).isCompleted();
        }
        assertThat(shared.request("tables")).isNotDone();
    }

    private static void useOften(
            LocalResources desk, boolean fickle, AtomicInteger holding, AtomicInteger most) {
        for (int i = 0; i < 2_000; i++) {
            CompletableFuture<ResourcePermit> request = desk.request("tables");
            if (fickle && request.cancel(false)) {
                continue;
            }
            ResourcePermit permit = request.join();
            most.accumulateAndGet(holding.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            holding.decrementAndGet();
            permit.release();
        }
    }
}
