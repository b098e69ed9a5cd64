package dev.manykitchens.core.cluster;

import java.util.List;

/// What belongs into a [ClusterView] and no event tells: asked of whoever has the connections, once
/// for each row.
public interface ClusterFacts {

    /// Nothing is known.
    ClusterFacts NONE =
            new ClusterFacts() {
                @Override
                public String buildVersion() {
                    return "";
                }

                @Override
                public boolean isDraining() {
                    return false;
                }

                @Override
                public OfWorker worker(String name) {
                    return OfWorker.UNKNOWN;
                }

                @Override
                public long clientOf(long batch) {
                    return 0;
                }

                @Override
                public List<OfClient> clients() {
                    return List.of();
                }
            };

    /// The coordinator's build; empty when unknown.
    String buildVersion();

    /// Whether it takes no more workers and batches.
    boolean isDraining();

    /// What a worker said about itself; [OfWorker#UNKNOWN] when it is not known (any more).
    OfWorker worker(String name);

    /// Whose batch this is; 0 when it is the coordinator's own, or not known.
    long clientOf(long batch);

    /// All who are connected and can submit batches, in a steady sequence.
    List<OfClient> clients();

    /// What a worker said about itself when it joined.
    ///
    /// @param stoves how many of its jobs can compute at once; 0 when nothing limits them
    /// @param processors of its host, as its JVM sees them; 0 when unknown
    /// @param memoryBytes the most that it may use, by its heap or its cgroup, whichever is
    ///   smaller; 0 when unknown
    /// @param buildVersion of its program; empty when unknown
    record OfWorker(int stoves, int processors, long memoryBytes, String buildVersion) {

        /// Nothing is known.
        public static final OfWorker UNKNOWN = new OfWorker(0, 0, 0, "");
    }

    /// Who a client is.
    ///
    /// @param client its number, above 0
    /// @param mostWorkers how many workers run its jobs at most; 0 for any number
    record OfClient(long client, String host, long pid, int mostWorkers) {}
}
