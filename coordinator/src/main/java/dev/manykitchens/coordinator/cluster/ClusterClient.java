package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.dispatch.ResourceKey;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientLink;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.value.Column;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A client whose stream is open. Confined to the loop, but for what its batches' listeners tell.
final class ClusterClient {

    private final long number;
    private final ClientLink link;
    private final ClientHello hello;

    /// Of its unfinished batches: the coordinator's number of each of the client's, and reverse.
    private final Map<Long, Long> ours = new HashMap<>();

    private final Map<Long, Long> theirs = new HashMap<>();

    /// The room of what it announced and of its unfinished batches, by its number.
    private final Map<Long, ArgumentRoom.Share> shares = new HashMap<>();

    private final Set<String> workersTold = new HashSet<>();
    private boolean welcomed;
    private long heardNanos;

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

    /// The room of what it announced and of its unfinished batches, by its number.
    Map<Long, ArgumentRoom.Share> shares() {
        return shares;
    }

    /// Whether the arguments of a batch may come.
    boolean maySend(long their) {
        ArgumentRoom.Share share = shares.get(their);
        return share != null && share.isTaken();
    }

    /// Forgets the batches that have not begun; their room.
    List<ArgumentRoom.Share> forgetNotBegun() {
        List<ArgumentRoom.Share> forgotten = new ArrayList<>();
        shares.forEach((their, share) -> {
            if (!ours.containsKey(their)) {
                forgotten.add(share);
            }
        });
        shares.keySet().retainAll(ours.keySet());
        return forgotten;
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
