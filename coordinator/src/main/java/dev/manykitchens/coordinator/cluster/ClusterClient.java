package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.ResourceKey;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientLink;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;

/// A client whose stream is open. Confined to the loop, but for what its batches' listeners tell.
final class ClusterClient {

    private final long number;
    private final ClientLink link;
    private final ClientHello hello;

    /// Of its unfinished batches: the coordinator's number of each of the client's, and reverse.
    private final Map<Long, Long> ours = new HashMap<>();

    private final Map<Long, Long> theirs = new HashMap<>();

    /// What it announced and was not told that there is room for.
    private final Queue<Announced> waiting = new ArrayDeque<>();

    /// What it may send the arguments of, and those of its unfinished batches: bytes, by its
    /// number.
    private final Map<Long, Long> held = new HashMap<>();

    private final Set<String> workersTold = new HashSet<>();
    private boolean welcomed;
    private long heardNanos;

    /// A batch that waits for room.
    ///
    /// @param bytes what it takes here
    record Announced(long batch, long bytes) {}

    ClusterClient(long number, ClientLink link, ClientHello hello, long heardNanos) {
        this.number = number;
        this.link = link;
        this.hello = hello;
        this.heardNanos = heardNanos;
    }

    long number() {
        return number;
    }

    ClientLink link() {
        return link;
    }

    ClientHello hello() {
        return hello;
    }

    boolean isWelcomed() {
        return welcomed;
    }

    void markWelcomed() {
        welcomed = true;
    }

    long heardNanos() {
        return heardNanos;
    }

    void markHeard(long nanos) {
        heardNanos = nanos;
    }

    Queue<Announced> waiting() {
        return waiting;
    }

    Map<Long, Long> held() {
        return held;
    }

    /// Whether a number of the client's is that of a batch that is not finished.
    boolean uses(long their) {
        return held.containsKey(their)
                || waiting.stream().anyMatch(announced -> announced.batch() == their);
    }

    /// Notes that a batch of the client has a number here.
    void begin(long their, long our) {
        ours.put(their, our);
        theirs.put(our, their);
    }

    /// Forgets a batch; the client's number of it.
    OptionalLong end(long our) {
        Long their = theirs.remove(our);
        if (their == null) {
            return OptionalLong.empty();
        }
        ours.remove(their);
        return OptionalLong.of(their);
    }

    Optional<Long> ours(long their) {
        return Optional.ofNullable(ours.get(their));
    }

    Optional<Long> theirs(long our) {
        return Optional.ofNullable(theirs.get(our));
    }

    int unfinished() {
        return ours.size();
    }

    /// Notes that it hears of a worker; whether it had not before.
    boolean introduce(String worker) {
        return workersTold.add(worker);
    }

    boolean knows(String worker) {
        return workersTold.contains(worker);
    }

    void forgetWorker(String worker) {
        workersTold.remove(worker);
    }

    /// The resources of its batches under keys that no other client has.
    Map<String, BatchTold.Keyed> resources() {
        Map<String, BatchTold.Keyed> keyed = new HashMap<>();
        hello.resources()
                .forEach((name, spec) -> keyed.put(name, new BatchTold.Keyed(key(name), spec)));
        return keyed;
    }

    /// The same by key.
    Map<String, ResourceSpec> resourcesByKey() {
        Map<String, ResourceSpec> byKey = new HashMap<>();
        hello.resources().forEach((name, spec) -> byKey.put(key(name), spec));
        return byKey;
    }

    private String key(String name) {
        return new ResourceKey(number, name).toString();
    }

    /// Tells the client how the jobs of one of its batches end. Called where deliveries are made.
    BatchListener listener(long their) {
        return new BatchListener() {
            @Override
            public void succeeded(int first, Column results) {
                link.succeeded(their, first, results);
            }

            @Override
            public void ended(int job, Outcome outcome) {
                ended(job, 1, outcome);
            }

            @Override
            public void ended(int first, int count, Outcome outcome) {
                link.ended(their, first, count, outcome);
            }
        };
    }
}
