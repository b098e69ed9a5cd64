package dev.manykitchens.core.event;

import java.util.List;

/// Takes events. Called from many threads at once, so implementations are thread-safe; they must
/// not block and must not throw, because the run waits for them.
@FunctionalInterface
public interface EventSink {

    /// Ignores everything.
    EventSink NONE = _ -> {};

    /// Takes one event.
    void accept(RunEvent event);

    /// Hands every event to each of the sinks, in order.
    static EventSink tee(EventSink... sinks) {
        List<EventSink> all = List.of(sinks);
        return event -> all.forEach(sink -> sink.accept(event));
    }
}
