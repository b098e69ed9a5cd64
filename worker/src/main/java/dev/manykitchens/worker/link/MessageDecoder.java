package dev.manykitchens.worker.link;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.proto.link.AssignmentCodec;
import dev.manykitchens.proto.link.AssignmentColumns;
import dev.manykitchens.proto.v1.Adjust;
import dev.manykitchens.proto.v1.Assignment;
import dev.manykitchens.proto.v1.BatchDefinition;
import dev.manykitchens.proto.v1.Resource;
import dev.manykitchens.proto.v1.Welcome;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

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

    /// @throws IllegalArgumentException in one line when it is malformed
    static Adjusted adjusted(Adjust adjust) {
        return new Adjusted(
                adjust.hasThreads() ? OptionalInt.of(adjust.getThreads()) : OptionalInt.empty(),
                stoves(adjust),
                adjust.hasPrefetch() ? OptionalInt.of(adjust.getPrefetch()) : OptionalInt.empty());
    }

    /// 0: no limit.
    private static OptionalInt stoves(Adjust adjust) {
        if (adjust.getStovesUnlimited()) {
            return OptionalInt.of(0);
        }
        if (adjust.hasStoves() && adjust.getStoves() == 0) {
            throw new IllegalArgumentException("stoves must be from 1, were 0");
        }
        return adjust.hasStoves() ? OptionalInt.of(adjust.getStoves()) : OptionalInt.empty();
    }

    /// @throws IllegalArgumentException in one line when it is malformed
    static AssignedChunk chunk(byte[] assignment) {
        long receivedNanos = System.nanoTime();
        try {
            return chunk(AssignmentCodec.decode(assignment), receivedNanos);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the bytes of an assignment cannot be read", e);
        }
    }

    /// @throws IllegalArgumentException in one line when it is malformed
    static AssignedChunk chunk(Assignment assignment) {
        long receivedNanos = System.nanoTime();
        return chunk(AssignmentCodec.decode(assignment), receivedNanos);
    }

    private static AssignedChunk chunk(AssignmentColumns assignment, long receivedNanos) {
        return new AssignedChunk(
                assignment.lease(),
                assignment.batch(),
                assignment.first(),
                assignment.count(),
                assignment.attempt(),
                new Columns(assignment.count(), assignment.arguments()),
                assignment.definition().map(MessageDecoder::definition),
                assignment.whole(),
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
