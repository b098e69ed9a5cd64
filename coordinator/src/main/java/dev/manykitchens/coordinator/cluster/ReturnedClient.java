package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import java.time.Duration;

/// A client that came back, as one who follows a batch. Confined to the loop, but for what is told
/// where outcomes are read.
final class ReturnedClient implements Followers.Audience {

    /// A client that takes no more for now is asked again so soon.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Cluster cluster;
    private final ClientRoster roster;
    private final ClusterClient client;
    private final long their;
    private boolean looksAgain;

    /// @param their the client's number of the batch
    ReturnedClient(Cluster cluster, ClientRoster roster, ClusterClient client, long their) {
        this.cluster = cluster;
        this.roster = roster;
        this.client = client;
        this.their = their;
    }

    @Override
    public boolean isReady() {
        boolean ready = client.link().isReady();
        if (!ready && !looksAgain) {
            looksAgain = true;
            cluster.schedule(
                    LOOK_AGAIN,
                    () -> {
                        looksAgain = false;
                        client.readOn(their);
                    });
        }
        return ready;
    }

    @Override
    public void succeeded(int first, Column results) {
        client.link().succeeded(their, first, results);
    }

    @Override
    public void ended(int first, int count, Outcome outcome) {
        client.link().ended(their, first, count, outcome);
    }

    @Override
    public void finished() {
        client.followedToTheEnd(their);
        client.link().finished(their);
        roster.letGoIfDraining(client);
    }

    @Override
    public void upToDate() {
        client.followedToTheEnd(their);
    }

    @Override
    public void failed(String why) {
        roster.remove(client, true);
        client.link().abort(why);
    }
}
