package dev.manykitchens.core.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

class WaitGraphTest {

    private final WaitGraph graph = new WaitGraph();
    private final LocalResources desk =
            new LocalResources(
                    Map.of(
                            "knife", ResourceSpec.shared(1),
                            "board", ResourceSpec.shared(1),
                            "pans", ResourceSpec.shared(2)),
                    UsageListener.NONE,
                    graph);
    private final PermitUser salad = PermitUser.of(() -> 0);
    private final PermitUser soup = PermitUser.of(() -> 1);
    private final PermitUser stew = PermitUser.of(() -> 2);

    @Test
    void requestThatClosesACircleIsRefusedAndTheOthersGoOn() {
        desk.request("knife", salad).join();
        ResourcePermit board = desk.request("board", soup).join();
        CompletableFuture<ResourcePermit> waits = desk.request("board", salad);

        assertDeadlock(
                desk.request("knife", soup),
                "job 2 holds board and waits for knife, job 1 holds knife and waits for board");

        board.release();
        assertThat(waits).isCompleted();
    }

    @Test
    void circleOfThreeNamesAllOfThem() {
        desk.request("knife", salad).join();
        desk.request("board", soup).join();
        desk.request("pans", stew).join();
        desk.request("pans", stew).join();
        assertThat(desk.request("board", salad)).isNotDone();
        assertThat(desk.request("pans", soup)).isNotDone();

        assertDeadlock(
                desk.request("knife", stew),
                "job 3 holds pans and waits for knife, job 1 holds knife and waits for board, job 2 holds board and waits for pans");
    }

    @Test
    void oneThatWantsWhatItHoldsWaitsForItself() {
        desk.request("knife", salad).join();

        assertDeadlock(desk.request("knife", salad), "job 1 holds knife and waits for knife");
    }

    /// Otherwise jobs would fail although one of those that hold the resource will give it back.
    @Test
    void thereIsNoCircleWhileAHolderGoesOn() {
        desk.request("pans", salad).join();
        ResourcePermit other = desk.request("pans", stew).join();
        desk.request("board", soup).join();
        CompletableFuture<ResourcePermit> board = desk.request("board", salad);
        CompletableFuture<ResourcePermit> pan = desk.request("pans", soup);

        assertThat(board).isNotDone();
        assertThat(pan).isNotDone();

        other.release();
        assertThat(pan).isCompleted();
    }

    /// One who is not known may be anybody, and do anything.
    @Test
    void oneWhoIsNotKnownIsNotTakenForOneThatWaits() {
        desk.request("knife").join();
        desk.request("board", soup).join();
        assertThat(desk.request("board")).isNotDone();

        assertThat(desk.request("knife", soup)).isNotDone();
    }

    @Test
    void requestThatWasTakenBackIsNoLongerWaitedFor() {
        desk.request("knife", salad).join();
        desk.request("board", soup).join();
        assertThat(desk.request("board", salad).cancel(false)).isTrue();

        assertThat(desk.request("knife", soup)).isNotDone();
    }

    @Test
    void circlesLeadThroughAllDesksOfAGraph() {
        LocalResources next =
                new LocalResources(
                        Map.of("oven", ResourceSpec.shared(1)), UsageListener.NONE, graph);
        desk.request("knife", salad).join();
        next.request("oven", soup).join();
        assertThat(next.request("oven", salad)).isNotDone();

        assertDeadlock(
                desk.request("knife", soup),
                "job 2 holds oven and waits for knife, job 1 holds knife and waits for oven");
    }

    private static void assertDeadlock(CompletableFuture<ResourcePermit> request, String circle) {
        assertThatThrownBy(request::join)
                .hasCauseInstanceOf(ResourceRefusedException.class)
                .cause()
                .hasMessage(
                        "deadlock: jobs would wait for each other for ever: %s; let uses of resources nest in the same order everywhere"
                                .formatted(circle));
    }
}
