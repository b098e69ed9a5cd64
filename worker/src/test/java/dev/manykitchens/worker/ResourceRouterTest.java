package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.manykitchens.core.resource.PermitUser;
import dev.manykitchens.core.resource.ResourcePermit;
import dev.manykitchens.core.resource.ResourceRefusedException;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.worker.link.Holdings;
import dev.manykitchens.worker.link.KeyedResource;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

class ResourceRouterTest {

    private final List<String> said = new ArrayList<>();
    private final List<String> askedBy = new ArrayList<>();
    private final List<String> used = new ArrayList<>();
    private final ResourceRouter router =
            new ResourceRouter(
                    new Holder(),
                    (resource, _, _, permits) -> used.add(resource + " of " + permits));
    private final BatchDesk desk =
            router.open(
                    Map.of(
                            "press", new KeyedResource("client-1/press", ResourceSpec.shared(2)),
                            "oven", new KeyedResource("oven", ResourceSpec.inEachKitchen(1))));

    @Test
    void aSharedPermitIsAskedForGrantedAndGivenBackByItsTicket() {
        CompletableFuture<ResourcePermit> request = desk.request("press");
        assertThat(request).isNotDone();

        router.granted(1);
        request.join().release();

        assertThat(said).containsExactly("ask 1 client-1/press", "give back 1");
        assertThat(used).containsExactly("client-1/press of 2");
    }

    @Test
    void aPermitOfThisKitchenNeverLeavesIt() {
        ResourcePermit oven = desk.request("oven").join();
        CompletableFuture<ResourcePermit> second = desk.request("oven");
        assertThat(second).isNotDone();

        oven.release();

        assertThat(second).isCompleted();
        assertThat(said).isEmpty();
    }

    @Test
    void aRequestTakenBackIsGivenBackOnceAndAgainWhenItsGrantComesLate() {
        CompletableFuture<ResourcePermit> request = desk.request("press");

        assertThat(request.cancel(false)).isTrue();
        router.granted(1);

        assertThat(said).containsExactly("ask 1 client-1/press", "give back 1", "give back 1");
        assertThat(used).isEmpty();
    }

    @Test
    void cancellingAfterTheGrantLeavesThePermit() {
        CompletableFuture<ResourcePermit> request = desk.request("press");
        router.granted(1);

        assertThat(request.cancel(false)).isFalse();
        request.join().release();

        assertThat(said).containsExactly("ask 1 client-1/press", "give back 1");
    }

    @Test
    void aRefusalReachesTheJobInWords() {
        CompletableFuture<ResourcePermit> request = desk.request("press");

        router.refused(1, "too many wait");

        assertThat(request)
                .isCompletedExceptionally()
                .satisfies(failed ->
                        assertThat(catchThrowable(failed::join))
                                .isInstanceOf(CompletionException.class)
                                .hasRootCauseInstanceOf(ResourceRefusedException.class)
                                .hasMessageContaining("too many wait"));
    }

    @Test
    void anUnknownResourceIsRefusedHereWithASuggestion() {
        assertThat(catchThrowable(desk.request("pres")::join))
                .hasMessageContaining("\"pres\"")
                .hasMessageContaining("press");
        assertThat(said).isEmpty();
    }

    @Test
    void aTicketAskedForAgainAndGrantedAgainKeepsItsPermit() {
        CompletableFuture<ResourcePermit> request = desk.request("press");
        router.granted(1);

        router.askAgain();
        router.granted(1);
        request.join().release();
        router.askAgain();

        assertThat(said)
                .containsExactly("ask 1 client-1/press", "ask 1 client-1/press", "give back 1");
    }

    /// A coordinator that was started again believes what is said to be held.
    @Test
    void whatIsHeldIsWhatWasGrantedAndNotGivenBack() {
        PermitUser one = PermitUser.of(() -> 6);
        CompletableFuture<ResourcePermit> first = desk.request("press", one);
        CompletableFuture<ResourcePermit> second = desk.request("press", one);
        CompletableFuture<ResourcePermit> refused = desk.request("press");
        assertThat(desk.request("press")).isNotDone();
        assertThat(router.held()).isEmpty();

        router.granted(1);
        router.granted(2);
        router.refused(3, "no more");
        assertThat(refused).isCompletedExceptionally();
        first.join().release();

        assertThat(router.held())
                .containsExactly(new Holdings.HeldPermit(2, "client-1/press", one.number(), 6));
        second.join().release();
        assertThat(router.held()).isEmpty();
    }

    @Test
    void nothingIsSaidOfTicketsThatNobodyKnowsAnyMore() {
        CompletableFuture<ResourcePermit> granted = desk.request("press");
        CompletableFuture<ResourcePermit> waiting = desk.request("press");
        router.granted(1);
        said.clear();

        router.forgetTickets();
        granted.join().release();

        assertThat(waiting.cancel(false)).isTrue();
        assertThat(said).isEmpty();
        assertThat(used).containsExactly("client-1/press of 2");
    }

    @Test
    void batchesThatGiveTheSameKeyShareItsPermitsWhateverTheyCallIt() {
        BatchDesk other =
                router.open(
                        Map.of(
                                "stove", new KeyedResource("oven", ResourceSpec.inEachKitchen(1)),
                                "oven", new KeyedResource("else", ResourceSpec.inEachKitchen(1))));
        ResourcePermit oven = desk.request("oven").join();

        CompletableFuture<ResourcePermit> same = other.request("stove");
        assertThat(same).isNotDone();
        assertThat(other.request("oven")).isCompleted();
        oven.release();

        assertThat(same).isCompleted();
    }

    @Test
    void aKeyIsForgottenWhenNobodyUsesItAnyMore() {
        BatchDesk other =
                router.open(
                        Map.of("stove", new KeyedResource("oven", ResourceSpec.inEachKitchen(1))));
        ResourcePermit held = desk.request("oven").join();

        desk.release();
        assertThat(router.kept()).isEqualTo(1);
        assertThat(other.request("stove")).isNotDone();
        other.retain().release();
        other.release();
        held.release();

        assertThat(router.kept()).isZero();
    }

    /// The coordinator finds those that wait for each other by these numbers.
    @Test
    void whoAsksIsSaidWithEveryRequestAndAgain() {
        PermitUser one = PermitUser.of(() -> 6);
        assertThat(desk.request("press", one)).isNotDone();
        router.granted(1);
        assertThat(desk.request("press", one)).isNotDone();
        assertThat(desk.request("press")).isNotDone();

        router.askAgain();

        String known = one.number() + " job 6";
        assertThat(askedBy).containsExactly(known, known, "0 job 0", known, known, "0 job 0");
    }

    @Test
    void jobsOfDifferentBatchesThatWaitForEachOtherInThisKitchenAreFound() {
        BatchDesk other =
                router.open(
                        Map.of(
                                "stove", new KeyedResource("oven", ResourceSpec.inEachKitchen(1)),
                                "sink", new KeyedResource("sink", ResourceSpec.inEachKitchen(1))));
        PermitUser baker = PermitUser.of(() -> 0);
        PermitUser washer = PermitUser.of(() -> 1);
        desk.request("oven", baker).join();
        other.request("sink", washer).join();
        assertThat(other.request("stove", washer)).isNotDone();

        assertThat(catchThrowable(other.request("sink", baker)::join))
                .hasMessageContaining(
                        "job 1 holds oven and waits for sink, job 2 holds sink and waits for oven");
    }

    private final class Holder implements ResourceRouter.Holder {

        @Override
        public void ask(long ticket, String resource, long user, int job) {
            said.add("ask " + ticket + " " + resource);
            askedBy.add(user + " job " + job);
        }

        @Override
        public void giveBack(long ticket) {
            said.add("give back " + ticket);
        }
    }
}
