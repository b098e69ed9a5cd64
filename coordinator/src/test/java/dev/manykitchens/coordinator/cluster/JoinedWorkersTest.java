package dev.manykitchens.coordinator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.coordinator.dispatch.WorkerSupply;
import dev.manykitchens.coordinator.link.WorkerHello;
import dev.manykitchens.core.event.WorkerFacts;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;

class JoinedWorkersTest {

    private final JoinedWorkers workers =
            new JoinedWorkers(
                    new JoinedWorkers.ClusterLoop() {
                        @Override
                        public int unreachable(String worker, String why) {
                            return 0;
                        }

                        @Override
                        public void goneUnlessBack(String worker, int breaks, String lastWords) {}

                        @Override
                        public void schedule(Duration delay, Runnable task) {}

                        @Override
                        public void workersChanged() {}
                    });

    @Test
    void whoWishesForNoNameGetsItsHosts() {
        assertThat(admitted("", false)).isEqualTo(as("cook"));
        assertThat(admitted("", false, "cook", "cook-2")).isEqualTo(as("cook-3"));
    }

    /// Two hosts of one name come back to a coordinator that was started again, in another order.
    @Test
    void aNameThatWasGivenIsNoDemand() {
        assertThat(admitted("cook-2", true)).isEqualTo(as("cook-2"));
        assertThat(admitted("cook", true, "cook")).isEqualTo(as("cook-2"));
    }

    @Test
    void aNameThatSomebodyWishedForIsOne() {
        assertThat(admitted("north", false)).isEqualTo(as("north"));
        assertThat(admitted("north", false, "north"))
                .isInstanceOfSatisfying(
                        WorkerSupply.Admittance.Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .contains("a worker named north is here"));
    }

    @Test
    void whoDrainsTakesNobody() {
        workers.notNeeded();

        assertThat(admitted("north", true)).isInstanceOf(WorkerSupply.Admittance.Refused.class);
    }

    private WorkerSupply.Admittance admitted(String name, boolean given, String... taken) {
        WorkerHello hello =
                new WorkerHello(
                        name,
                        given,
                        "cook",
                        7,
                        1,
                        List.of("compute_square"),
                        "instance",
                        false,
                        true,
                        WorkerFacts.UNKNOWN);
        return workers.admit(hello, Set.of(taken)::contains);
    }

    private static WorkerSupply.Admittance as(String name) {
        return new WorkerSupply.Admittance.As(name, Set.of("compute_square"));
    }
}
