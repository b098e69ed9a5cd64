package dev.manykitchens.coordinator;

import dev.manykitchens.core.resource.ResourceSpec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

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
        OptionalLong client = ClusterClient.clientOf(key);
        return client.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(
                        ofClients.getOrDefault(client.getAsLong(), Map.of()).get(key));
    }
}
