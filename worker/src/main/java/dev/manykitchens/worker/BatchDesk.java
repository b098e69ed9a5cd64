package dev.manykitchens.worker;

import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.resource.PermitUser;
import dev.manykitchens.core.resource.ResourceDesk;
import dev.manykitchens.core.resource.ResourcePermit;
import dev.manykitchens.core.resource.ResourceRefusedException;
import dev.manykitchens.worker.link.KeyedResource;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// Where the jobs of one batch ask for resources: knows what each name stands for. Thread-safe.
///
/// It is in use as long as the batch is known or a chunk of it is here: until then this process
/// keeps the permits of its resources.
final class BatchDesk implements ResourceDesk {

    private final ResourceRouter router;
    private final Map<String, KeyedResource> named;

    /// Those of this process, by key.
    private final Map<String, ResourceDesk> kitchens;

    private final AtomicInteger users = new AtomicInteger(1);

    /// @param kitchens a desk for each key of kitchen scope
    BatchDesk(
            ResourceRouter router,
            Map<String, KeyedResource> named,
            Map<String, ResourceDesk> kitchens) {
        this.router = router;
        this.named = Map.copyOf(named);
        this.kitchens = Map.copyOf(kitchens);
    }

    @Override
    public CompletableFuture<ResourcePermit> request(String name, PermitUser user) {
        KeyedResource resource = named.get(name);
        if (resource == null) {
            return CompletableFuture.failedFuture(
                    new ResourceRefusedException(
                            "a resource must be one that the pool was opened with, was \"%s\"; %s"
                                    .formatted(
                                            name,
                                            Nearest.suggestion(
                                                    name,
                                                    named.keySet(),
                                                    "name it when the pool is opened, such as "
                                                            + name
                                                            + "=1"))));
        }
        ResourceDesk kitchen = kitchens.get(resource.key());
        return kitchen == null
                ? router.ask(resource.key(), resource.spec().permits(), user)
                : kitchen.request(resource.key(), user);
    }

    /// The key of the resource of this name; empty when it knows none.
    String keyOf(String name) {
        KeyedResource resource = named.get(name);
        return resource == null ? "" : resource.key();
    }

    /// What it knows, by name.
    Map<String, KeyedResource> named() {
        return named;
    }

    /// One more uses it. Only who knows that somebody else does may say so.
    BatchDesk retain() {
        users.incrementAndGet();
        return this;
    }

    /// One uses it no more.
    void release() {
        if (users.decrementAndGet() == 0) {
            router.forget(kitchens.keySet());
        }
    }
}
