package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.Payload;
import dev.manykitchens.coordinator.link.Travel;
import dev.manykitchens.coordinator.loop.Loop;
import dev.manykitchens.core.resource.ResourceSpec;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongConsumer;

/// The clients of a coordinator, for whoever brings them: takes their batches, and passes on what
/// they want. Confined to the loop.
public final class CoordinatorClients {

    private final DispatchDriver driver;
    private final Loop loop;
    private final Intake intake;
    private final Runnable settle;

    /// @param settle called after whatever may have given the dispatcher something to do
    CoordinatorClients(DispatchDriver driver, Loop loop, Intake intake, Runnable settle) {
        this.driver = driver;
        this.loop = loop;
        this.intake = intake;
        this.settle = settle;
    }

    /// A client will submit batches.
    ///
    /// @param mostWorkers how many workers may run them; 0: any number
    /// @param brought the resources that its jobs may use, by key
    /// @param who what is written down of it
    public void open(
            long submitter,
            int mostWorkers,
            Map<String, ResourceSpec> brought,
            Payload.OfSubmitter who) {
        driver.open(submitter, mostWorkers, brought, who);
    }

    /// A client is gone: what it submitted is cancelled.
    public void close(long submitter) {
        driver.close(submitter);
    }

    /// Gives out nothing of a client from now on, or does again.
    public void pause(long submitter, boolean paused) {
        driver.pause(submitter, paused);
    }

    /// Takes a batch.
    ///
    /// @param numbered called with its number before anything is done with it: what is told of it
    ///   from then on has that number
    /// @param onAccepted called on the loop once it is accepted and, where things are kept, is
    /// @param onFinished called on the loop when every job has its outcome and all were told
    /// @return why it is not taken, a sentence; empty when it is
    public Optional<String> submit(
            Submission submission,
            LongConsumer numbered,
            Runnable onAccepted,
            Runnable onFinished) {
        long longestJobBytes = Travel.longestJobBytes(submission.batch());
        return intake.tryTake(
                number -> new LiveBatch(number, submission, System.nanoTime()),
                live -> {
                    var _ =
                            live.done()
                                    .thenRun(() -> {
                                        // In this order: who sees that all places are free ends the
                                        // loop.
                                        loop.post(onFinished);
                                        intake.giveBack(1);
                                    });
                    numbered.accept(live.id());
                    driver.submit(live, longestJobBytes, onAccepted);
                    settle.run();
                });
    }

    /// Cancels a batch.
    public void cancel(long batch) {
        driver.cancel(batch);
    }

    /// Cancels a job.
    public void cancel(long batch, int job) {
        driver.cancel(batch, job);
    }

    /// How many jobs of a batch have no outcome; empty when there is no such batch.
    public OptionalInt openJobs(long batch) {
        return driver.openJobs(batch);
    }

    /// Lets something happen behind all that was decided so far, and is on disk by then where
    /// things are kept.
    public void afterwards(Runnable action) {
        driver.afterwards(action);
    }

    /// A finished batch need not be kept any more.
    public void forget(long batch) {
        driver.forget(batch);
    }
}
