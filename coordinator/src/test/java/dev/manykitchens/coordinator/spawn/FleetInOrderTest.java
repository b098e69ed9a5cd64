package dev.manykitchens.coordinator.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.loop.LoopThread;
import dev.manykitchens.core.recipe.Recipe;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/// A fleet of processes that end when the test says so, on a thread whose clock the test moves:
/// what is told depends on the order in which things happen.
class FleetInOrderTest {

    private static final int KILLED = 137;

    private final ByHand thread = new ByHand();
    private final Heard heard = new Heard();
    private final Staff staff = new Staff();
    private final WorkerFleet fleet = new WorkerFleet(staff, thread, heard);

    @Test
    void aWorkerThatIsKilledWhileItStartsIsReplaced() {
        fleet.start();
        fleet.joined("w1");
        staff.end("w2", KILLED, "");
        thread.advance(Duration.ofSeconds(1));

        assertThat(fleet.ready()).isNotDone();
        assertThat(fleet.expects("w3")).isTrue();
        fleet.joined("w3");
        assertThat(fleet.ready()).isCompleted();
    }

    @Test
    void workersThatAreKilledAgainAndAgainWhileTheyStartAreReplacedOnlySoOften() {
        fleet.start();
        for (int i = 0; i < 100 && !fleet.ready().isDone(); i++) {
            staff.endLast(KILLED, "out of flour");
            thread.advance(Duration.ofSeconds(2));
        }

        assertThat(fleet.ready()).isCompletedExceptionally();
        assertThat(fleet.ready().exceptionNow())
                .hasMessage(
                        "worker JVMs cannot be started: worker w5 (PID 5) was killed by SIGKILL (exit code 137), saying: out of flour");
        assertThat(staff.onExit).hasSize(5);
    }

    @Test
    void aWorkerThatEndsByItselfWhileItStartsIsNotTriedAgain() {
        fleet.start();
        staff.end("w1", 1, "Unrecognized VM option");
        staff.end("w2", 1, "Unrecognized VM option");
        thread.advance(Duration.ofSeconds(10));

        assertThat(fleet.ready().exceptionNow())
                .hasMessageContaining("w1 (PID 1) ended with exit code 1, saying: Unrecognized");
        assertThat(staff.onExit).hasSize(2);
    }

    @Test
    void aWorkerThatDoesNotJoinInTimeIsNotTriedAgain() {
        fleet.start();
        thread.advance(WorkerFleet.START_LIMIT);
        assertThat(staff.killed).contains("w1");
        staff.end("w1", KILLED, "");

        assertThat(fleet.ready().exceptionNow())
                .hasMessageContaining("it did not join within 30 s and was killed by SIGKILL");
        assertThat(staff.onExit).hasSize(2);
    }

    @Test
    void theExitCodeIsToldHoweverLateItComes() {
        ready();
        fleet.streamBroke("w1", "its connection ended");
        thread.advance(Duration.ofSeconds(3));
        staff.end("w1", 3, "");

        assertThat(heard.said).containsExactly("w1 is gone: ended with exit code 3");
    }

    @Test
    void whatIsKilledBecauseItsConnectionEndedIsToldAsThat() {
        ready();
        fleet.streamBroke("w1", "its connection ended");
        thread.advance(WorkerFleet.MOMENT);
        assertThat(staff.killed).containsExactly("w1");
        staff.end("w1", KILLED, "");

        assertThat(heard.said)
                .containsExactly(
                        "w1 is gone: its connection ended, then it was killed by SIGKILL (exit code 137)");
    }

    @Test
    void whoeverTakesThePlaceOfADeadWorkerIsOfItsPlace() {
        ready();
        fleet.used("w2");
        staff.end("w2", KILLED, "");
        thread.advance(WorkerFleet.MOMENT);
        fleet.joined("w3");
        fleet.used("w3");
        staff.end("w3", KILLED, "");
        fleet.used("w1");
        staff.end("w1", KILLED, "");
        thread.advance(WorkerFleet.MOMENT);

        assertThat(staff.places).containsExactly(1, 2, 2, 2, 1);
    }

    @Test
    void workersThatTheFleetKillsToEndAreNotLost() {
        ready();
        fleet.killAll();
        fleet.streamBroke("w1", "its connection ended");
        staff.end("w1", KILLED, "");
        staff.end("w2", KILLED, "");
        thread.advance(WorkerFleet.MOMENT);

        assertThat(heard.said).containsExactly("w1 was dismissed", "w2 was dismissed");
        assertThat(fleet.empty()).isCompleted();
    }

    @Test
    void whoeverWaitsForAFleetThatIsStoppedHearsSo() {
        fleet.start();
        fleet.joined("w1");
        fleet.stop();
        staff.end("w2", KILLED, "");

        assertThat(fleet.ready().exceptionNow())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "worker JVMs cannot be started: they were stopped before all had joined");
        assertThat(staff.onExit).hasSize(2);
    }

    private void ready() {
        fleet.start();
        fleet.joined("w1");
        fleet.joined("w2");
        assertThat(fleet.ready()).isCompleted();
    }

    /// Two workers that join and end by hand.
    private final class Staff implements Workforce {

        private final Map<String, Consumer<ExitReport>> onExit = new LinkedHashMap<>();
        private final List<String> killed = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();

        @Override
        public String plural() {
            return "worker JVMs";
        }

        @Override
        public int size() {
            return 2;
        }

        @Override
        public SpawnedWorker start(String worker, int place, Consumer<ExitReport> told) {
            places.add(place);
            onExit.put(worker, told);
            long pid = onExit.size();
            return new SpawnedWorker() {
                @Override
                public long pid() {
                    return pid;
                }

                @Override
                public void kill() {
                    killed.add(worker);
                }
            };
        }

        @Override
        public void requireRunnable(Recipe recipe) {}

        @Override
        public void close() {}

        void end(String worker, int exitCode, String lastWords) {
            Objects.requireNonNull(onExit.get(worker)).accept(new ExitReport(exitCode, lastWords));
            thread.advance(Duration.ZERO);
        }

        void endLast(int exitCode, String lastWords) {
            end("w" + onExit.size(), exitCode, lastWords);
        }
    }

    private static final class Heard implements FleetListener {

        private final List<String> said = new ArrayList<>();

        @Override
        public void gone(String worker, String lastWords) {
            said.add(worker + " is gone: " + lastWords);
        }

        @Override
        public void dismissed(String worker) {
            said.add(worker + " was dismissed");
        }

        @Override
        public void gaveUp(String reason) {
            said.add("gave up: " + reason);
        }
    }

    private static final class ByHand implements LoopThread {

        private record Task(long at, long number, Runnable run) {}

        private final PriorityQueue<Task> tasks =
                new PriorityQueue<>(
                        Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
        private long now;
        private long posted;

        @Override
        public void post(Runnable task) {
            schedule(Duration.ZERO, task);
        }

        @Override
        public void schedule(Duration delay, Runnable task) {
            posted++;
            tasks.add(new Task(now + delay.toNanos(), posted, task));
        }

        @Override
        public long now() {
            return now;
        }

        void advance(Duration time) {
            long end = now + time.toNanos();
            for (Task next = tasks.peek(); next != null && next.at() <= end; next = tasks.peek()) {
                tasks.remove();
                now = next.at();
                next.run().run();
            }
            now = end;
        }
    }
}
