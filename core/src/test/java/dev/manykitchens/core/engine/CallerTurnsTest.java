package dev.manykitchens.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

class CallerTurnsTest {

    private final CallerTurns turns = new CallerTurns();
    private final Queue<String> order = new ConcurrentLinkedQueue<>();
    private final List<Thread> callers = new ArrayList<>();

    @Test
    void theMostUrgentCallerIsNextAndEqualOnesComeInTheOrderInWhichTheyCame() throws Exception {
        turns.begin(0);
        call("a", 0);
        call("b", 0);
        call("urgent", 4);
        call("more urgent", 5);

        turns.end();
        joinAll();

        assertThat(order).containsExactly("more urgent", "urgent", "a", "b");
    }

    @Test
    void whoHasItsTurnMayComeInAgainAndEndsWithTheOutermost() throws Exception {
        turns.begin(0);
        turns.begin(0);
        call("other", 100);

        turns.end();
        assertThat(order).isEmpty();
        turns.end();
        joinAll();

        assertThat(order).containsExactly("other");
    }

    @Test
    void anInterruptIsKeptAndShortensNoWait() throws Exception {
        turns.begin(0);
        Thread caller =
                call(
                        "interrupted",
                        0,
                        () -> order.add("" + Thread.currentThread().isInterrupted()));

        caller.interrupt();
        turns.end();
        joinAll();

        assertThat(order).containsExactly("interrupted", "true");
    }

    private void call(String name, int priority) {
        var _ = call(name, priority, () -> {});
    }

    /// Returns when the caller waits for its turn.
    private Thread call(String name, int priority, Runnable then) {
        Thread caller =
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> {
                            turns.begin(priority);
                            order.add(name);
                            then.run();
                            turns.end();
                        });
        callers.add(caller);
        while (caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return caller;
    }

    private void joinAll() throws InterruptedException {
        for (Thread caller : callers) {
            caller.join();
        }
    }
}
