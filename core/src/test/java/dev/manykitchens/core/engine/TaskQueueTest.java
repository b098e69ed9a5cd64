package dev.manykitchens.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

class TaskQueueTest {

    private final TaskQueue queue = new TaskQueue();
    private final List<String> ran = new ArrayList<>();

    @Test
    void urgentTasksAreTakenFirstAndOrdinaryOnesKeepTheirOrder() throws InterruptedException {
        add("a", 0);
        add("b", 0);
        add("u1", 1);
        add("c", 0);
        add("v", 7);
        add("u2", 1);

        runAll();

        assertThat(ran).containsExactly("v", "u1", "u2", "a", "b", "c");
        assertThat(queue).isEmpty();
    }

    @Test
    void whatWasPutAsideForAnUrgentTaskComesBeforeWhatIsStillInTheQueue()
            throws InterruptedException {
        add("a", 0);
        add("b", 0);
        add("u", 1);

        queue.take().run();
        add("v", 1);
        runAll();

        assertThat(ran).containsExactly("u", "v", "a", "b");
    }

    @Test
    void aTicketThatComesToRunItselfRunsTheMostUrgentTask() {
        queue.putBeside(() -> ran.add("u"), 1);
        queue.putBeside(() -> ran.add("v"), 2);

        queue.ticket().run();
        queue.ticket().run();
        queue.ticket().run();

        assertThat(ran).containsExactly("v", "u");
    }

    private void add(String name, int priority) {
        Runnable task = () -> ran.add(name);
        if (priority > 0) {
            queue.putBeside(task, priority);
        }
        assertThat(queue.offer(priority > 0 ? queue.ticket() : task)).isTrue();
    }

    private void runAll() throws InterruptedException {
        for (Runnable task = queue.poll(0, TimeUnit.SECONDS);
                task != null;
                task = queue.poll(0, TimeUnit.SECONDS)) {
            task.run();
        }
    }
}
