package dev.manykitchens.coordinator.client.link;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import java.time.Duration;
import java.util.function.LongUnaryOperator;

/// Hears what the coordinator says. Called by the transport's one thread, in sequence; must not
/// block. Batches have the client's numbers.
public interface CallListener {

    /// The client was taken, and its workers are here.
    ///
    /// @param workers how many there are for it
    /// @param slots how many jobs these can run at once
    /// @param mostBatches so many batches may be unfinished
    /// @param ping how often it must say that it is alive
    /// @param silence without a word for so long it gives the stream up
    /// @param smallBatchBytes arguments of a batch of at most so many bytes, and so many jobs, need
    ///   not be accepted first
    /// @param smallBatchJobs see there
    /// @param comeBack how long its batches run on there without a stream of its, for it to come
    ///   back to; zero: they end with the stream
    record Welcome(
            int workers,
            int slots,
            int mostBatches,
            Duration ping,
            Duration silence,
            int smallBatchBytes,
            int smallBatchJobs,
            Duration comeBack) {

        /// Whether there is a journal: what was accepted outlives this stream.
        public boolean keeps() {
            return !comeBack.isZero();
        }

        /// Whether the arguments of a batch may be sent at once.
        ///
        /// @param bytes what they take at most
        public boolean isSmall(long bytes, int jobs) {
            return bytes <= smallBatchBytes && jobs <= smallBatchJobs;
        }
    }

    /// The client was taken.
    void welcomed(Welcome welcome);

    /// There is room for the arguments of a batch, or it is there already and needs none.
    ///
    /// @param number its number there, when it was resumed and is on disk; otherwise 0
    /// @param resumed whether it is there already
    void accepted(long batch, long number, boolean resumed);

    /// A batch that is detached or has a key has come, whole, and is on disk.
    ///
    /// @param number its number there
    void kept(long batch, long number);

    /// Jobs `first`, `first + 1`, … succeeded.
    void succeeded(long batch, int first, Column results);

    /// Jobs `first` to `first + count - 1` ended in any other way.
    void ended(long batch, int first, int count, Outcome outcome);

    /// Every job of a batch has its outcome.
    void finished(long batch);

    /// An event whose times become ours when they are read.
    @FunctionalInterface
    interface RemoteEvent {

        /// The event on our clock.
        ///
        /// @param clock turns the coordinator's nanoseconds into ours
        RunEvent on(LongUnaryOperator clock);
    }

    /// Something happened.
    void happened(RemoteEvent event);

    /// A part of a long message came, the rest is on its way.
    void heard();

    /// The stream takes more: what was said before is on its way, so somebody is there who takes
    /// it. Any thread.
    void ready();

    /// A sign of life was answered.
    ///
    /// @param sentNanos when it was sent, on our clock
    /// @param theirNanos when it was answered, on the coordinator's
    /// @param heardNanos when the answer came, on ours
    void answered(long sentNanos, long theirNanos, long heardNanos);

    /// The stream ended; nothing follows.
    ///
    /// @param why for people
    /// @param forGood whether another stream would end likewise: the client was refused
    void over(String why, boolean forGood);
}
