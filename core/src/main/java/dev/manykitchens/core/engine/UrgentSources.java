package dev.manykitchens.core.engine;

import dev.manykitchens.core.lock.BriefLock;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/// The sources with a priority above 0 that may have attempts left, for threads that stay with a
/// source: they ask between two attempts whether a more urgent one is there. Thread-safe; asking
/// reads one field when there is none.
final class UrgentSources {

    private final BriefLock lock = new BriefLock();

    /// Guarded by the lock: highest priority first, no set empty.
    private final NavigableMap<Integer, SequencedSet<AttemptSource>> sources =
            new TreeMap<>(Comparator.reverseOrder());

    /// The highest priority of which there is one, 0 when there is none; written under the lock.
    private volatile int highest;

    /// Takes one in, when it is urgent.
    void add(AttemptSource source) {
        if (source.priority() == 0) {
            return;
        }
        lock.lock();
        try {
            sources.computeIfAbsent(source.priority(), _ -> new LinkedHashSet<>()).add(source);
            highest = sources.firstKey();
        } finally {
            lock.unlock();
        }
    }

    /// Lets one go that has nothing left for whoever asks.
    void remove(AttemptSource source) {
        if (source.priority() == 0) {
            return;
        }
        lock.lock();
        try {
            SequencedSet<AttemptSource> equals = sources.get(source.priority());
            if (equals != null && equals.remove(source) && equals.isEmpty()) {
                sources.remove(source.priority());
                highest = sources.isEmpty() ? 0 : sources.firstKey();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The oldest of those with the highest priority, when that is above this one; null when there
    /// is none.
    @Nullable AttemptSource above(int priority) {
        if (highest <= priority) {
            return null;
        }
        lock.lock();
        try {
            Map.Entry<Integer, SequencedSet<AttemptSource>> first = sources.firstEntry();
            return first == null || first.getKey() <= priority ? null : first.getValue().getFirst();
        } finally {
            lock.unlock();
        }
    }
}
