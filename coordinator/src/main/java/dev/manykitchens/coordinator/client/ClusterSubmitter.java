package dev.manykitchens.coordinator.client;

import dev.manykitchens.coordinator.client.link.CallListener;
import dev.manykitchens.coordinator.link.BatchKey;
import dev.manykitchens.coordinator.link.BatchTerms;
import dev.manykitchens.coordinator.link.WorkDigest;
import dev.manykitchens.core.attempt.WorkRate;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.pool.BatchListener;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.link.Dial;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Hands in batches that outlive whoever hands them in.
///
/// ```
/// client ── batch, key, detached ──▶ coordinator ──▶ journal
///    │ ◀──────────────── its number, once it is on disk │
///    └ leaves                                           └ runs it; BatchFollower hears what became of it
/// ```
public final class ClusterSubmitter {

    private ClusterSubmitter() {}

    /// A batch that was handed in.
    ///
    /// @param workers how many workers were there when the coordinator took it
    public record Submitted(SubmittedBatch batch, int workers) {}

    /// Hands a batch in, and returns when it is on disk. When the stream breaks on the way it is
    /// handed in again, and is one batch all the same: that is what the key is for.
    ///
    /// @param options of the pool that runs it: resources, speculation
    /// @param key names the batch for whoever hands it in; not empty. That of a batch with another
    ///   recipe, other options or other arguments is refused
    /// @throws IllegalArgumentException when the batch cannot travel, address or key cannot be used
    /// @throws IllegalStateException in one line when the coordinator is not there, keeps no
    ///   journal or refuses
    public static Submitted submit(
            CoordinatorAddress address, PoolOptions options, Batch batch, String key)
            throws InterruptedException {
        return submit(ClientDial.to(address), options, batch, key, ClusterPoolProvider.PATIENCE);
    }

    /// @param patience how long to wait for the coordinator; whatever workers there are, it is on
    ///   disk
    static Submitted submit(
            Dial dial, PoolOptions options, Batch batch, String key, Duration patience)
            throws InterruptedException {
        BatchTerms terms = new BatchTerms(new BatchKey(key, digest(batch, options)), true, true);
        double unitsPerSecond = WorkRate.of(batch);
        ClusterSession session = ClusterSession.startToSubmit(dial, patience, options);
        try {
            session.requireFits(batch);
            CallListener.Welcome welcome =
                    ClusterPool.welcome(
                            session,
                            "waits up to %d s for the coordinator at %s"
                                    .formatted(patience.toSeconds(), dial.endpoints()));
            if (!welcome.keeps()) {
                throw new IllegalStateException(
                        "a batch that outlives its client needs a coordinator with a journal, the one at %s keeps none; start it with --data DIR"
                                .formatted(dial.endpoint()));
            }
            FirstRefusal refusal = new FirstRefusal();
            ClientBatch live =
                    new ClientBatch(1, batch, unitsPerSecond, System.nanoTime(), refusal, terms);
            // What is over without having been kept never will be.
            var _ = live.done().thenRun(() -> live.kept().completeExceptionally(refusal.reason()));
            session.submit(live);
            return new Submitted(live.kept().get(), welcome.workers());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IllegalStateException reason
                    ? reason
                    : new IllegalStateException("the batch could not be handed in", e);
        } finally {
            session.close();
        }
    }

    /// What would be done, in short.
    private static String digest(Batch batch, PoolOptions options) {
        return new WorkDigest()
                .with(batch)
                .withPool(options.resources(), options.speculate())
                .text();
    }

    /// Hears why a batch is not taken: then every job ends with the reason.
    private static final class FirstRefusal implements BatchListener {

        private final CompletableFuture<String> first = new CompletableFuture<>();

        IllegalStateException reason() {
            return new IllegalStateException(
                    first.getNow("the coordinator ended the batch before it was on disk"));
        }

        @Override
        public void succeeded(int job, Column results) {}

        @Override
        public void ended(int job, Outcome outcome) {
            first.complete(
                    outcome instanceof Outcome.Failed failed
                            ? failed.message()
                            : outcome.describe());
        }
    }
}
