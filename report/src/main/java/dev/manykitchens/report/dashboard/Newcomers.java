package dev.manykitchens.report.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Those who have come and wait to be told everything. Thread-safe.
final class Newcomers {

    private final List<CompletableFuture<Message>> waiting = new ArrayList<>();
    private boolean closed;

    /// One more.
    ///
    /// @return completed with [FrameRing.ClosedException] when nobody will be told any more
    CompletableFuture<Message> add() {
        CompletableFuture<Message> told = new CompletableFuture<>();
        synchronized (this) {
            if (!closed) {
                waiting.add(told);
                return told;
            }
        }
        told.completeExceptionally(new FrameRing.ClosedException());
        return told;
    }

    /// Tells all who wait the same; nothing is made when nobody does.
    void tell(Supplier<Message> everything) {
        List<CompletableFuture<Message>> all = takeAll(false);
        if (!all.isEmpty()) {
            Message message = everything.get();
            all.forEach(told -> told.complete(message));
        }
    }

    /// Lets all who wait go.
    void close() {
        FrameRing.ClosedException over = new FrameRing.ClosedException();
        takeAll(true).forEach(told -> told.completeExceptionally(over));
    }

    private synchronized List<CompletableFuture<Message>> takeAll(boolean closing) {
        closed |= closing;
        List<CompletableFuture<Message>> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
