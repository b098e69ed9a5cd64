package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.core.resource.ResourceSpec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The named resources that jobs may use: those of the pool, and those that clients brought, by
/// key. Confined to the loop.
final class NamedResources {

    private final Map<String, ResourceSpec> own;
    private final Map<Long, Map<String, ResourceSpec>> ofClients = new HashMap<>();

    NamedResources(Map<String, ResourceSpec> own) {
        this.own = Map.copyOf(own);
    }

    /// Those of the pool, by name.
    Map<String, ResourceSpec> own() {
        return own;
    }

    /// A client brings some.
    void add(long client, Map<String, ResourceSpec> brought) {
        ofClients.put(client, Map.copyOf(brought));
    }

    /// A client is gone; what it had brought.
    Map<String, ResourceSpec> remove(long client) {
        Map<String, ResourceSpec> brought = ofClients.remove(client);
        return brought == null ? Map.of() : brought;
    }

    /// The resource of this key.
    Optional<ResourceSpec> find(String key) {
        ResourceSpec ours = own.get(key);
        if (ours != null) {
            return Optional.of(ours);
        }
        return ResourceKey.parse(key)
                .map(ofClient -> ofClients.getOrDefault(ofClient.submitter(), Map.of()).get(key));
    }
}
