package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.event.RunEvent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicBoolean;

/// A sink that may throw and ends nothing of what is watched; it is told once.
final class GuardedSink implements EventSink {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedSink.class);

    private final EventSink events;
    private final AtomicBoolean told = new AtomicBoolean();

    private GuardedSink(EventSink events) {
        this.events = events;
    }

    /// This sink, guarded; nobody where nobody listens.
    static EventSink of(EventSink events) {
        return events.equals(EventSink.NONE) ? events : new GuardedSink(events);
    }

    @Override
    public void accept(RunEvent event) {
        try {
            events.accept(event);
        } catch (RuntimeException e) {
            if (told.compareAndSet(false, true)) {
                LOG.warn("a sink of events threw, which it must not", e);
            }
        }
    }
}
