package dev.manykitchens.core.engine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Things that wait: those of the highest priority first, among equals first in, first out. As
/// cheap as a queue as long as all have priority 0. Not thread-safe.
///
/// @param <T> what waits
final class ByPriority<T> {

    private final Deque<T> ordinary = new ArrayDeque<>();

    /// Those above 0, highest first, no queue among them empty; null as long as there were none.
    private @Nullable NavigableMap<Integer, Deque<T>> urgent;

    private int size;

    void addLast(T one, int priority) {
        size++;
        if (priority == 0) {
            ordinary.addLast(one);
            return;
        }
        NavigableMap<Integer, Deque<T>> known = urgent;
        if (known == null) {
            known = new TreeMap<>(Comparator.reverseOrder());
            urgent = known;
        }
        known.computeIfAbsent(priority, _ -> new ArrayDeque<>()).addLast(one);
    }

    /// Takes the first; null when there is none.
    @Nullable T pollFirst() {
        NavigableMap<Integer, Deque<T>> known = urgent;
        Map.Entry<Integer, Deque<T>> first = known == null ? null : known.firstEntry();
        T one = first == null ? ordinary.pollFirst() : first.getValue().pollFirst();
        if (known != null && first != null && first.getValue().isEmpty()) {
            known.remove(first.getKey());
        }
        size -= one == null ? 0 : 1;
        return one;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }
}
