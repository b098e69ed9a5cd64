package dev.manykitchens.coordinator.link;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

/// The way to one who follows a batch. Thread-safe; nothing here blocks. What is said after the
/// stream has ended goes nowhere.
///
/// Whoever speaks here says as much as the reader takes: a page while [#isReady], then nothing
/// until it is told that there is room again. A reader that is sent much more than it takes is cut
/// off.
public interface FollowLink {

    /// Whether the reader takes more now.
    boolean isReady();

    /// What to do when the reader takes more: run each time that it does after it had not, and once
    /// at once when it takes more already. On the transport's thread or the caller's; must not
    /// block. Replaces what was set before.
    void onReady(Runnable action);

    /// What to do when the stream is over, whoever ended it and why: run once, and at once when it
    /// is over already. On the transport's thread or the caller's; must not block. Replaces what
    /// was set before.
    void onEnd(Runnable action);

    /// Which batch it is. Said once, before anything else.
    void told(BatchSummary batch);

    /// Jobs `first`, `first + 1`, … succeeded.
    void succeeded(int first, Column results);

    /// Jobs `first` to `first + count - 1` ended in any other way.
    void ended(int first, int count, Outcome outcome);

    /// Every job has its outcome, and all were told: ends the stream in order.
    void finished();

    /// That is all for now: ends the stream in order, of who wanted no more.
    void complete();

    /// Ends the stream instead: it cannot be followed.
    ///
    /// @param reason one line for people
    /// @param notFound whether no such batch is kept
    void refuse(String reason, boolean notFound);

    /// Ends the stream; the reader may open another.
    void abort(String reason);
}
