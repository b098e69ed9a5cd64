package dev.manykitchens.worker.link;

import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.link.ColumnCodec;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.Resource;
import dev.manykitchens.proto.v1.Welcome;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns what the coordinator sends into what it says.
final class MessageDecoder {

    private MessageDecoder() {}

    static Welcomed welcome(Welcome welcome) {
        return new Welcomed(
                welcome.getWorker(),
                Duration.ofMillis(welcome.getHeartbeatIntervalMillis()),
                Duration.ofMillis(welcome.getSilenceLimitMillis()),
                resources(welcome.getResourcesList()),
                welcome.getPrefetch(),
                welcome.getResumed());
    }

    /// @throws IllegalArgumentException in one line when a column is malformed
    static AssignedChunk chunk(Assignment assignment) {
        long receivedNanos = System.nanoTime();
        List<Column> columns =
                assignment.getArgumentsList().stream().map(ColumnCodec::decode).toList();
        return new AssignedChunk(
                assignment.getLease(),
                assignment.getBatch(),
                assignment.getFirst(),
                assignment.getCount(),
                assignment.getAttempt(),
                new Columns(assignment.getCount(), columns),
                assignment.hasDefinition()
                        ? Optional.of(definition(assignment.getDefinition()))
                        : Optional.empty(),
                receivedNanos);
    }

    private static AssignedChunk.DefinedBatch definition(BatchDefinition definition) {
        return new AssignedChunk.DefinedBatch(
                definition.getRecipe(),
                definition.getWork(),
                definition.getTimeScale(),
                definition.getSeed(),
                definition.getTimeoutNanos(),
                definition.getWorkUnitsPerSecond(),
                resources(definition.getResourcesList()));
    }

    private static Map<String, KeyedResource> resources(List<Resource> resources) {
        Map<String, KeyedResource> named = new HashMap<>();
        for (Resource resource : resources) {
            String key = resource.getKey().isEmpty() ? resource.getName() : resource.getKey();
            ResourceSpec.Scope scope =
                    resource.getShared() ? ResourceSpec.Scope.SHARED : ResourceSpec.Scope.KITCHEN;
            named.put(
                    resource.getName(),
                    new KeyedResource(key, new ResourceSpec(resource.getPermits(), scope)));
        }
        return named;
    }
}
