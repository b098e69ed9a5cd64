package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.core.pool.RunningBatch;

import java.util.concurrent.CompletableFuture;

/// What the submitter holds of a batch. Thread-safe.
///
/// @param done completes when every job has its outcome and all were told
record BatchHandle(long id, CompletableFuture<Void> done, DispatchLoop loop, DispatchDriver driver)
        implements RunningBatch {

    @Override
    public void cancel() {
        loop.run(() -> driver.cancel(id));
    }

    @Override
    public void cancel(int job) {
        loop.run(() -> driver.cancel(id, job));
    }
}
