package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import java.time.Duration;

/// The way to one client. Thread-safe; nothing here blocks. What is said after the stream has ended
/// goes nowhere: its end is reported on its own.
///
/// What waits to be sent is bounded: a client that does not read what it asked for is cut off.
public interface ClientLink {

    /// What a client is told when its workers are here.
    ///
    /// @param client its number
    /// @param workers how many are here for it
    /// @param slots how many jobs these can run at once
    /// @param mostBatches so many of its batches may be unfinished
    /// @param ping how often it must say that it is alive
    /// @param silence without a word from here for so long it gives the stream up
    /// @param smallBatchBytes arguments of a batch of at most so many bytes, and so many jobs, may
    ///   come without being announced first
    /// @param smallBatchJobs see there
    /// @param comeBack how long its batches run on without a stream of its, whatever becomes of
    ///   this process; zero: they end with the stream
    record Welcome(
            long client,
            int workers,
            int slots,
            int mostBatches,
            Duration ping,
            Duration silence,
            int smallBatchBytes,
            int smallBatchJobs,
            Duration comeBack) {

        /// One where batches end with their stream.
        public Welcome(
                long client,
                int workers,
                int slots,
                int mostBatches,
                Duration ping,
                Duration silence,
                int smallBatchBytes,
                int smallBatchJobs) {
            this(
                    client,
                    workers,
                    slots,
                    mostBatches,
                    ping,
                    silence,
                    smallBatchBytes,
                    smallBatchJobs,
                    Duration.ZERO);
        }
    }

    /// Accepts the client. Said once, before anything else.
    void welcome(Welcome welcome);

    /// There is room for a batch.
    default void accept(long batch) {
        accept(batch, 0, false);
    }

    /// There is room for a batch, or it is here already: then it needs no more arguments, and the
    /// client wants to hear the outcomes that it lacks.
    ///
    /// @param number its number here, when it was resumed and is on disk; otherwise 0
    /// @param resumed whether it is here already
    void accept(long batch, long number, boolean resumed);

    /// A batch that was announced is not taken: none of its arguments will be read, every job has
    /// the reason, and it is finished.
    ///
    /// @param jobs how many it has
    void refuse(long batch, int jobs, Outcome reason);

    /// A batch that is detached or has a key has come, whole, and is on disk.
    ///
    /// @param number its number here
    void kept(long batch, long number);

    /// Jobs `first`, `first + 1`, … of a batch succeeded.
    void succeeded(long batch, int first, Column results);

    /// Jobs `first` to `first + count - 1` of a batch ended in any other way.
    void ended(long batch, int first, int count, Outcome outcome);

    /// Every job of a batch has its outcome.
    void finished(long batch);

    /// Something happened. Batches in it have the client's numbers; an event of a kind that clients
    /// make themselves is left out.
    void event(RunEvent event);

    /// Answers a sign of life.
    ///
    /// @param sentNanos when it was sent, on the client's clock
    /// @param heardNanos when it is answered, on ours
    void pong(long sentNanos, long heardNanos);

    /// Whether the client takes more now: less waits to be read than [UnreadLimits#behindBytes]. So
    /// does one whose stream has ended.
    boolean isReady();

    /// One message was handled, the next may come.
    void acknowledge();

    /// Ends the stream in order.
    void complete();

    /// Ends the stream; the client may open another.
    void abort(String reason);

    /// Ends the stream of a client that is not taken: it need not try again.
    void turnAway(String reason);
}
