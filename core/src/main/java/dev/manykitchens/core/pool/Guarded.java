package dev.manykitchens.core.pool;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

/// Listeners and sinks must not throw. When one does all the same, it is shown as any uncaught
/// exception of a thread, and the batch goes on.
final class Guarded {

    private Guarded() {}

    static EventSink sink(EventSink sink) {
        return sink.equals(EventSink.NONE) ? sink : event -> call(() -> sink.accept(event));
    }

    static BatchListener listener(BatchListener listener) {
        return new BatchListener() {
            @Override
            public void succeeded(int first, Column results) {
                call(() -> listener.succeeded(first, results));
            }

            @Override
            public void ended(int job, Outcome outcome) {
                call(() -> listener.ended(job, outcome));
            }
        };
    }

    private static void call(Runnable foreign) {
        try {
            Telling.run(foreign);
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
