package dev.manykitchens.core.control;

import java.util.Set;
import java.util.stream.Collectors;

/// The levers of one pool. Thread-safe; changes of several threads are made one after the other.
///
/// What a change was, every watcher hears by
/// [dev.manykitchens.core.event.RunEvent.SettingsChanged], or by the events of the worker or batch
/// that it was about.
public interface PoolControls {

    /// Can change nothing.
    PoolControls NONE = new NoControls();

    /// Which kinds of change this pool can make; the same from its opening to its end.
    Set<Change.Kind> possible();

    /// Makes a change, and returns when it is under way: a setting holds for what begins from then
    /// on, a worker was told, a batch is being cancelled. What it takes away from jobs that run it
    /// takes when they give it back. May wait for the pool's own thread, so not for those who hear
    /// events: they must not block.
    ///
    /// @throws IllegalArgumentException with one clear line, what must hold and what it was: when
    ///   changes of this kind are not possible here, or there is no such worker or batch
    /// @throws IllegalStateException when the pool is closed, in one line
    void make(Change change);

    /// Refuses a change of a kind that is not possible. For those who make changes.
    ///
    /// @param pool what was to be changed, for people
    /// @throws IllegalArgumentException in one line
    static void requirePossible(Change change, Set<Change.Kind> possible, String pool) {
        if (!possible.contains(change.kind())) {
            throw new IllegalArgumentException(
                    "%s can change %s, was to change %s"
                            .formatted(
                                    pool,
                                    possible.isEmpty()
                                            ? "nothing"
                                            : possible.stream()
                                                    .sorted()
                                                    .map(Change.Kind::word)
                                                    .collect(Collectors.joining(", ")),
                                    change.kind().word()));
        }
    }
}
