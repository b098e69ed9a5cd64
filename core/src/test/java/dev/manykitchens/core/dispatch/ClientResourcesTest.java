package dev.manykitchens.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.resource.ResourceSpec;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// Shared resources that come and go with their client.
class ClientResourcesTest {

    private final Dispatcher dispatcher = new Dispatcher(DispatchOptions.DEFAULTS);

    @BeforeEach
    void twoWorkers() {
        on(new Input.WorkerJoined("w1", "here", 1, 1, Set.of()));
        on(new Input.WorkerJoined("w2", "here", 2, 1, Set.of()));
        on(new Input.ResourcesAdded(Map.of("7/press", ResourceSpec.shared(1))));
    }

    @Test
    void permitsOfAnAddedResourceGoFromWorkerToWorker() {
        assertThat(on(new Input.ResourceAsked("w1", 1, "7/press")))
                .contains(new Command.GrantResource("w1", 1));
        assertThat(on(new Input.ResourceAsked("w2", 1, "7/press")))
                .noneMatch(Command.GrantResource.class::isInstance);
        assertThat(on(new Input.ResourceReturned("w1", 1)))
                .contains(new Command.GrantResource("w2", 1));
    }

    @Test
    void whoWaitsForAResourceThatGoesIsRefused() {
        on(new Input.ResourceAsked("w1", 1, "7/press"));
        on(new Input.ResourceAsked("w2", 1, "7/press"));

        assertThat(on(new Input.ResourcesRemoved(Set.of("7/press"))))
                .anyMatch(command ->
                        command instanceof Command.RefuseResource(String worker, _, _)
                                && worker.equals("w2"));
        assertThat(on(new Input.ResourceReturned("w1", 1))).isEmpty();
        assertThat(on(new Input.ResourceAsked("w2", 2, "7/press")))
                .anyMatch(Command.RefuseResource.class::isInstance);
    }

    @Test
    void aNameThatIsTakenKeepsItsPermits() {
        on(new Input.ResourceAsked("w1", 1, "7/press"));
        on(new Input.ResourcesAdded(Map.of("7/press", ResourceSpec.shared(5))));

        assertThat(on(new Input.ResourceAsked("w2", 1, "7/press")))
                .noneMatch(Command.GrantResource.class::isInstance);
    }

    @Test
    void resourcesOfEachKitchenAreNoConcernOfTheDispatcher() {
        on(new Input.ResourcesAdded(Map.of("7/oven", ResourceSpec.inEachKitchen(1))));

        assertThat(on(new Input.ResourceAsked("w1", 1, "7/oven")))
                .anyMatch(Command.RefuseResource.class::isInstance);
    }

    private List<Command> on(Input input) {
        List<Command> commands = dispatcher.on(input, 0);
        dispatcher.verify();
        return commands.stream()
                .filter(command ->
                        command instanceof Command.GrantResource
                                || command instanceof Command.RefuseResource)
                .toList();
    }
}
