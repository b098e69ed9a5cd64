package dev.manykitchens.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

class FlusherTest {

    /// Whoever waits for a [dev.manykitchens.core.lock.BriefLock] parks, and so may use up the one
    /// wake-up of a close that comes just then.
    @Test
    void aCloseIsHeardThoughItsWakeUpWasUsedUpWhileTheBatchesWereLookedAt() throws Exception {
        CompletableFuture<Flusher> flusher = new CompletableFuture<>();
        CompletableFuture<Thread> closer = new CompletableFuture<>();
        Flusher flushing =
                new Flusher(
                        "flusher",
                        () -> {
                            if (!closer.isDone()) {
                                closer.complete(
                                        Thread.ofPlatform().daemon().start(flusher.join()::close));
                                LockSupport.park(this);
                            }
                            return List.of();
                        });
        flusher.complete(flushing);

        flushing.start();

        assertThat(closer.get().join(Duration.ofSeconds(10))).as("close has returned").isTrue();
    }
}
