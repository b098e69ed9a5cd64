package dev.manykitchens.coordinator.dispatch;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// Who may hand batches in, and the numbers that these get. Each batch, and each job that was
/// submitted alone, has one of a number of places until it is finished. Thread-safe.
final class Intake {

    private final Places places;

    // Guarded by this monitor.
    private long lastBatch;

    /// Written under this monitor. A single job that has a place by then is still taken.
    private volatile boolean refusing;

    Intake(Places places) {
        this.places = places;
    }

    /// Gives batches higher numbers than this one.
    synchronized void numberBehind(long batch) {
        lastBatch = Math.max(lastBatch, batch);
    }

    /// Takes no more.
    synchronized void refuse() {
        refusing = true;
    }

    /// Takes a batch, which gives its place back when it is done. Waits while there are too many.
    ///
    /// @param make makes it, with its number
    /// @param begin called with it in the order of numbers
    /// @throws IllegalStateException when no more are taken
    LiveBatch take(LongFunction<LiveBatch> make, Consumer<LiveBatch> begin) {
        places.take();
        synchronized (this) {
            requireTaking();
            lastBatch++;
            return begin(make.apply(lastBatch), begin);
        }
    }

    /// The same for one that has its number. Waits while there are too many.
    ///
    /// @throws IllegalStateException when no more are taken
    LiveBatch takeNumbered(LiveBatch live, Consumer<LiveBatch> begin) {
        places.take();
        synchronized (this) {
            requireTaking();
            return begin(live, begin);
        }
    }

    private LiveBatch begin(LiveBatch live, Consumer<LiveBatch> begin) {
        var _ = live.done().thenRun(() -> places.giveBack(1));
        begin.accept(live);
        return live;
    }

    /// Takes a batch without waiting. Whoever calls this gives its place back.
    ///
    /// @param make makes it, with its number
    /// @param taken called with it when it is taken
    /// @return why it is not taken, a sentence; empty when it is
    Optional<String> tryTake(LongFunction<LiveBatch> make, Consumer<LiveBatch> taken) {
        LiveBatch live;
        synchronized (this) {
            if (refusing) {
                return Optional.of("a batch must come before the coordinator drains, came after");
            }
            if (!places.tryTake()) {
                return Optional.of(
                        "at most %d batches may be unfinished, all places are taken; try again later"
                                .formatted(places.most()));
            }
            lastBatch++;
            live = make.apply(lastBatch);
        }
        taken.accept(live);
        return Optional.empty();
    }

    /// A place for a batch that was taken elsewhere, if one is free.
    boolean tryPlace() {
        return places.tryTake();
    }

    /// Takes a place for one job. Waits while there are too many.
    ///
    /// @throws IllegalStateException when no more are taken
    void admitJob() {
        places.take();
        requireTaking();
    }

    /// A batch of admitted jobs.
    synchronized LiveBatch ofAdmitted(LongFunction<LiveBatch> make) {
        lastBatch++;
        return make.apply(lastBatch);
    }

    void giveBack(int taken) {
        places.giveBack(taken);
    }

    /// Waits until every place is free; no more may be taken meanwhile.
    ///
    /// @return false when that takes longer than the limit
    boolean awaitAllFree(Duration limit) throws InterruptedException {
        return places.awaitAllFree(limit);
    }

    /// Gives the place back that was taken, when no more is taken in.
    private void requireTaking() {
        if (refusing) {
            places.giveBack(1);
            throw new IllegalStateException(
                    "a pool must be open to run jobs, was closed; open another");
        }
    }
}
