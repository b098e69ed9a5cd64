package dev.manykitchens.simulator;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// A binary heap of things to do, ordered by time, among equals by the order in which they were
/// added. Times and sequence numbers lie in primitive arrays.
final class EventHeap {

    private long[] times = new long[64];
    private long[] sequences = new long[64];
    private @Nullable Runnable[] actions = new @Nullable Runnable[64];
    private int size;
    private long added;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /// The time of the first action; the heap must not be empty.
    long firstTime() {
        return times[0];
    }

    void add(long time, Runnable action) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            sequences = Arrays.copyOf(sequences, size * 2);
            actions = Arrays.copyOf(actions, size * 2);
        }
        siftUp(size++, time, added++, action);
    }

    /// Takes the first action out; null when there is none.
    @Nullable Runnable poll() {
        if (size == 0) {
            return null;
        }
        Runnable first = actions[0];
        size--;
        Runnable last = actions[size];
        actions[size] = null;
        if (size > 0 && last != null) {
            siftDown(times[size], sequences[size], last);
        }
        return first;
    }

    private void siftUp(int from, long time, long sequence, Runnable action) {
        int hole = from;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!isBefore(time, sequence, parent)) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        place(hole, time, sequence, action);
    }

    private void siftDown(long time, long sequence, Runnable action) {
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            int right = child + 1;
            if (right < size && isBefore(times[right], sequences[right], child)) {
                child = right;
            }
            if (isBefore(time, sequence, child)) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        place(hole, time, sequence, action);
    }

    private boolean isBefore(long time, long sequence, int other) {
        return time < times[other] || (time == times[other] && sequence < sequences[other]);
    }

    private void move(int from, int to) {
        times[to] = times[from];
        sequences[to] = sequences[from];
        actions[to] = actions[from];
    }

    private void place(int at, long time, long sequence, Runnable action) {
        times[at] = time;
        sequences[at] = sequence;
        actions[at] = action;
    }
}
