package dev.manykitchens.coordinator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.dispatch.RecordedEvents;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Whatever ends a pool, its processes and threads end too.
@Tag("jvm")
@Isolated("looks at all threads")
class NothingLeftBehindTest {

    private static final Duration WORKERS_LIMIT = Duration.ofSeconds(5);

    private final RecordedEvents events = new RecordedEvents();

    @Test
    void closeLeavesNoProcessAndNoThread() {
        Set<Thread> before = threads();

        try (Pool pool = open("processes:2")) {
            assertThat(pool.map("compute_square", List.of(2))).containsExactly(4L);
            assertThat(events.pids()).hasSize(2).allMatch(RecordedEvents::isAlive);
        }

        assertThat(events.pids()).noneMatch(RecordedEvents::isAlive);
        // Threads that the JDK and gRPC share between all users end a little after their last use.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(startedSince(before)).isEmpty());
    }

    @Test
    void closeNowEndsWorkersThatHeedNothing() {
        Pool pool = open("processes:1");
        var _ = pool.submit("never_listens", "1h");

        long began = System.nanoTime();
        pool.closeNow();

        assertThat(events.pids()).noneMatch(RecordedEvents::isAlive);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(WORKERS_LIMIT);
        pool.close();
        assertThatThrownBy(() -> pool.map("compute_square", List.of(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a pool must be open");
    }

    @Test
    void workersThatCloseNowKillsHaveLeftAndAreNotLost() {
        Pool pool = open("processes:2");
        var _ = pool.submit("never_listens", "1h");

        pool.closeNow();

        assertThat(events.all(RunEvent.WorkerChanged.class))
                .filteredOn(change ->
                        change.state() == WorkerState.LEFT || change.state() == WorkerState.LOST)
                .extracting(change -> change.worker() + " " + change.state())
                .containsExactlyInAnyOrder("w1 LEFT", "w2 LEFT");
        assertThat(events.all(RunEvent.PoolClosed.class)).hasSize(1);
    }

    @Test
    void workersEndWhenTheirParentIsKilled() throws Exception {
        Process parent = PoolHolder.start("processes:2", "never_listens", "1h");
        List<Long> pids = PoolHolder.pids(parent);
        assertThat(pids).hasSize(2).allMatch(RecordedEvents::isAlive);

        parent.destroyForcibly().waitFor();

        RecordedEvents.awaitEnd(pids, WORKERS_LIMIT);
    }

    @Test
    void workersEndWithAParentThatIsToldToEnd() throws Exception {
        Process parent = PoolHolder.start("processes:2", "never_listens", "1h");
        List<Long> pids = PoolHolder.pids(parent);

        parent.destroy();
        parent.waitFor();

        RecordedEvents.awaitEnd(pids, WORKERS_LIMIT);
    }

    private Pool open(String spec) {
        return Pools.open(PoolSpec.parse(spec), PoolOptions.defaults().withEvents(events));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    /// Threads that were not there before, except those that the JDK keeps for a while.
    private static Set<String> startedSince(Set<Thread> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> !name.startsWith("process reaper"))
                .filter(name -> !name.startsWith("ForkJoinPool"))
                .filter(name -> !name.contains("unblocker") && !name.contains("Unparker"))
                .filter(name -> !name.startsWith("awaitility"))
                .collect(Collectors.toSet());
    }
}
