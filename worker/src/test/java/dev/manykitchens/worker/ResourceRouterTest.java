package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.manykitchens.core.resource.ResourcePermit;
import dev.manykitchens.core.resource.ResourceRefusedException;
import dev.manykitchens.core.resource.ResourceSpec;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

class ResourceRouterTest {

    private final List<String> said = new ArrayList<>();
    private final List<String> used = new ArrayList<>();
    private final ResourceRouter router =
            new ResourceRouter(
                    Map.of(
                            "press", ResourceSpec.shared(2),
                            "oven", ResourceSpec.inEachKitchen(1)),
                    new Holder(),
                    (resource, _, _, permits) -> used.add(resource + " of " + permits));

    @Test
    void aSharedPermitIsAskedForGrantedAndGivenBackByItsTicket() {
        CompletableFuture<ResourcePermit> request = router.request("press");
        assertThat(request).isNotDone();

        router.granted(1);
        request.join().release();

        assertThat(said).containsExactly("ask 1 press", "give back 1");
        assertThat(used).containsExactly("press of 2");
    }

    @Test
    void aPermitOfThisKitchenNeverLeavesIt() {
        ResourcePermit oven = router.request("oven").join();
        CompletableFuture<ResourcePermit> second = router.request("oven");
        assertThat(second).isNotDone();

        oven.release();

        assertThat(second).isCompleted();
        assertThat(said).isEmpty();
    }

    @Test
    void aRequestTakenBackIsGivenBackOnceAndAgainWhenItsGrantComesLate() {
        CompletableFuture<ResourcePermit> request = router.request("press");

        assertThat(request.cancel(false)).isTrue();
        router.granted(1);

        assertThat(said).containsExactly("ask 1 press", "give back 1", "give back 1");
        assertThat(used).isEmpty();
    }

    @Test
    void cancellingAfterTheGrantLeavesThePermit() {
        CompletableFuture<ResourcePermit> request = router.request("press");
        router.granted(1);

        assertThat(request.cancel(false)).isFalse();
        request.join().release();

        assertThat(said).containsExactly("ask 1 press", "give back 1");
    }

    @Test
    void aRefusalReachesTheJobInWords() {
        CompletableFuture<ResourcePermit> request = router.request("press");

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
        assertThat(catchThrowable(router.request("pres")::join))
                .hasMessageContaining("\"pres\"")
                .hasMessageContaining("press");
        assertThat(said).isEmpty();
    }

    private final class Holder implements ResourceRouter.Holder {

        @Override
        public void ask(long ticket, String resource) {
            said.add("ask " + ticket + " " + resource);
        }

        @Override
        public void giveBack(long ticket) {
            said.add("give back " + ticket);
        }
    }
}
