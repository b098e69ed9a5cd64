package dev.manykitchens.coordinator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

class SharedLoopTest {

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final SharedLoop loop =
            new SharedLoop(thread, System::nanoTime, failure -> seen.add(failure.getMessage()));

    @AfterEach
    void end() {
        thread.shutdownNow();
    }

    @Test
    void tasksRunInOrderOnTheGivenThread() throws Exception {
        CountDownLatch passed = new CountDownLatch(1);
        String[] names = new String[1];
        thread.execute(() -> names[0] = Thread.currentThread().getName());
        for (int i = 0; i < 3; i++) {
            String word = "task " + i;
            loop.post(() -> seen.add(word + " on " + Thread.currentThread().getName()));
        }
        loop.post(passed::countDown);
        passed.await();

        assertThat(seen)
                .containsExactly(
                        "task 0 on " + names[0], "task 1 on " + names[0], "task 2 on " + names[0]);
    }

    @Test
    void whatATaskThrowsIsToldAndTheNextOneRuns() throws Exception {
        CountDownLatch passed = new CountDownLatch(1);
        loop.post(() -> {
            throw new IllegalStateException("ours");
        });
        loop.schedule(Duration.ofMillis(1), passed::countDown);
        passed.await();

        assertThat(seen).containsExactly("ours");
    }

    @Test
    void closingRunsWhatWasPostedAndNothingLater() {
        loop.post(() -> seen.add("before"));
        loop.schedule(Duration.ofHours(1), () -> seen.add("timer"));
        loop.close();
        loop.post(() -> seen.add("after"));
        thread.shutdownNow();
        loop.post(() -> seen.add("after the thread"));

        assertThat(seen).containsExactly("before");
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void closingAgainChangesNothing() {
        loop.close();
        loop.close();
        thread.shutdownNow();
        loop.close();
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void itClosesWhenItsThreadIsGone() {
        thread.shutdownNow();

        loop.close();

        loop.post(() -> seen.add("after"));
        assertThat(seen).isEmpty();
    }
}
