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

    /// Whose batch this is; 0 when it is the coordinator's own, or not known.
    long clientOf(long batch);

    /// All who are connected and can submit batches, in a steady sequence.
    List<OfClient> clients();

    /// Who a client is.
    ///
    /// @param client its number, above 0
    /// @param mostWorkers how many workers run its jobs at most; 0 for any number
    record OfClient(long client, String host, long pid, int mostWorkers) {}
}
