package dev.manykitchens.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.retry.RetryPolicy;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What is asked of Ratis that it would do otherwise.
final class RaftSettingsTest {

    private final ReplicaOptions options =
            ReplicaOptions.of(Path.of("nowhere"), "127.0.0.1:7073", "127.0.0.1:7070", List.of());
    private final RaftProperties properties = RaftSettings.properties(options);

    @Test
    void aLeaderThatLostItsMajorityStandsAgainAfterAnElection() {
        assertThat(
                        RaftServerConfigKeys.LeaderElection.leaderStepDownWaitTime(properties)
                                .toLong(TimeUnit.MILLISECONDS))
                .isEqualTo(options.electionMax().toMillis());
    }

    @Test
    void aMemberThatIsAwayIsTriedAgainSoonHoweverLongItWasAway() {
        RetryPolicy policy =
                RetryPolicy.parse(RaftServerConfigKeys.Log.Appender.retryPolicy(properties));

        for (int attempt : new int[] {1, 11, 1_000, 100_000_000}) {
            RetryPolicy.Action action = policy.handleAttemptFailure(() -> attempt);
            assertThat(action.shouldRetry()).isTrue();
            assertThat(Duration.ofMillis(action.getSleepTime().toLong(TimeUnit.MILLISECONDS)))
                    .as("before try %d", attempt + 1)
                    .isLessThan(Duration.ofMillis(500));
        }
    }
}
