package dev.manykitchens.core.engine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Things that wait: those of the highest priority first, among equals first in, first out. As
/// cheap as a queue as long as all have priority 0. Not thread-safe.
///
/// @param <T> what waits
public final class ByPriority<T> {

    private final Deque<T> ordinary = new ArrayDeque<>();

    /// Those above 0, highest first, no queue among them empty; null as long as there were none.
    private @Nullable NavigableMap<Integer, Deque<T>> urgent;

    private int size;

    /// Nothing waits yet.
    public ByPriority() {}

    /// Puts one behind those of its priority, which is at least 0.
    public void addLast(T one, int priority) {
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

    /// The first; null when there is none.
    public @Nullable T peekFirst() {
        NavigableMap<Integer, Deque<T>> known = urgent;
        return known == null || known.isEmpty()
                ? ordinary.peekFirst()
                : known.firstEntry().getValue().peekFirst();
    }

    /// Takes the first; null when there is none.
    public @Nullable T pollFirst() {
        NavigableMap<Integer, Deque<T>> known = urgent;
        T one;
        if (known == null || known.isEmpty()) {
            one = ordinary.pollFirst();
        } else {
            Deque<T> most = known.firstEntry().getValue();
            one = most.pollFirst();
            if (most.isEmpty()) {
                known.remove(known.firstKey());
            }
        }
        size -= one == null ? 0 : 1;
        return one;
    }

    /// Whether any of them is such a one.
    public boolean anyMatch(Predicate<? super T> such) {
        NavigableMap<Integer, Deque<T>> known = urgent;
        return ordinary.stream().anyMatch(such)
                || (known != null && known.values().stream().flatMap(Deque::stream).anyMatch(such));
    }

    /// How many wait.
    public int size() {
        return size;
    }

    /// Whether none waits.
    public boolean isEmpty() {
        return size == 0;
    }
}
