package dev.manykitchens.core.fakes;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;

import java.util.ArrayList;
import java.util.List;

/// Remembers every event, in the order in which they came. Thread-safe.
public final class RecordingSink implements EventSink {

    private final List<RunEvent> events = new ArrayList<>();

    @Override
    public synchronized void accept(RunEvent event) {
        events.add(event);
    }

    /// All events so far.
    public synchronized List<RunEvent> events() {
        return List.copyOf(events);
    }

    /// The events of one type so far.
    public <E extends RunEvent> List<E> events(Class<E> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
