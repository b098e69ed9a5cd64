package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.ResourceKey;
import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.core.resource.ResourceSpec;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What is known of a client from stream to stream, and of its batches: of those that are
/// unfinished, and of those that are finished and that it has not taken. A batch that outlives its
/// client has a session of its own. Confined to the loop.
final class ClientSession {

    private final long number;
    private final String key;
    private final ClientHello hello;

    /// The coordinator's number of each of the client's batches, and reverse.
    private final Map<Long, Long> ours = new HashMap<>();

    private final Map<Long, Long> theirs = new HashMap<>();

    /// Of them, by our numbers, those that are finished.
    private final Set<Long> finished = new HashSet<>();

    /// The room of its unfinished batches, by our numbers.
    private final Map<Long, ArgumentRoom.Share> shares = new HashMap<>();

    private @Nullable ClusterClient stream;
    private boolean open;
    private boolean detached;

    /// How many of its streams are over.
    private int breaks;

    /// @param key what the client calls it; empty: it never comes back
    ClientSession(long number, String key, ClientHello hello) {
        this.number = number;
        this.key = key;
        this.hello = hello;
    }

    long number() {
        return number;
    }

    String key() {
        return key;
    }

    ClientHello hello() {
        return hello;
    }

    /// What is written down of it.
    Payload.OfSubmitter written() {
        return new Payload.OfSubmitter(number, key, hello);
    }

    /// The stream that is open; null when none is.
    @Nullable ClusterClient stream() {
        return stream;
    }

    void begin(ClusterClient client) {
        stream = client;
    }

    /// A stream of it is over; the number of this break.
    int end(ClusterClient client) {
        if (stream == client) {
            stream = null;
        }
        return ++breaks;
    }

    int breaks() {
        return breaks;
    }

    /// Whether the dispatcher knows it.
    boolean isOpen() {
        return open;
    }

    void markOpen() {
        open = true;
    }

    void markClosed() {
        open = false;
    }

    /// Notes that it was made for a batch that outlives its client.
    void markDetached() {
        detached = true;
    }

    boolean isDetached() {
        return detached;
    }

    /// Notes that a batch of the client has a number here.
    void begin(long their, long our, ArgumentRoom.Share share) {
        ours.put(their, our);
        theirs.put(our, their);
        shares.put(our, share);
    }

    /// Notes that a batch is finished; its room.
    Optional<ArgumentRoom.Share> finish(long our) {
        finished.add(our);
        return Optional.ofNullable(shares.remove(our));
    }

    boolean isFinished(long our) {
        return finished.contains(our);
    }

    /// Forgets a batch; the client's number of it.
    OptionalLong forget(long our) {
        finished.remove(our);
        Long their = theirs.remove(our);
        if (their == null) {
            return OptionalLong.empty();
        }
        ours.remove(their);
        return OptionalLong.of(their);
    }

    /// The finished ones, by our numbers.
    List<Long> finished() {
        return List.copyOf(finished);
    }

    Optional<Long> ours(long their) {
        return Optional.ofNullable(ours.get(their));
    }

    Optional<Long> theirs(long our) {
        return Optional.ofNullable(theirs.get(our));
    }

    int unfinished() {
        return ours.size() - finished.size();
    }

    boolean hasBatches() {
        return !ours.isEmpty();
    }

    /// The resources of its batches under keys that no other client has.
    Map<String, BatchTold.Keyed> resources() {
        Map<String, BatchTold.Keyed> keyed = new HashMap<>();
        hello.resources()
                .forEach((name, spec) ->
                        keyed.put(
                                name,
                                new BatchTold.Keyed(
                                        new ResourceKey(number, name).toString(), spec)));
        return keyed;
    }

    /// The same by key.
    Map<String, ResourceSpec> resourcesByKey() {
        return ResourceKey.keyed(number, hello.resources());
    }
}
