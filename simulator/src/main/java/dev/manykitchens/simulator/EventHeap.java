package dev.manykitchens.simulator;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// A binary heap of things to do, ordered by time, among equals by the order in which they were
/// added.
///
/// Only numbers move in it: the time, and a tag that holds the sequence number and, in its low
/// bits, the place where the action lies, which stays where it is.
///
/// What is done usually asks for something else to be done. So the place of the first, once it is
/// taken out, stays empty until something is added, which then sinks from there: that saves a way
/// down for what would have filled the place, and a way up for what is added.
final class EventHeap {

    private static final int PLACE_BITS = 24;

    /// The most things to do at a time.
    static final int MOST = 1 << PLACE_BITS;

    private static final long PLACE_MASK = MOST - 1;

    private long[] times = new long[64];
    private long[] tags = new long[64];
    private @Nullable Runnable[] actions = new @Nullable Runnable[64];

    /// Places of actions that are free: a stack.
    private int[] freePlaces = new int[64];

    private int free;
    private int places;
    private int size;
    private boolean firstIsOut;
    private long added;

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return firstIsOut ? size - 1 : size;
    }

    /// The time of the first action; the heap must not be empty.
    long firstTime() {
        fillFirst();
        return times[0];
    }

    /// Adds something to do.
    ///
    /// @throws IllegalStateException when there is too much to do already
    void add(long time, Runnable action) {
        long tag = added++ << PLACE_BITS | place(action);
        if (firstIsOut) {
            firstIsOut = false;
            siftDown(time, tag);
            return;
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            tags = Arrays.copyOf(tags, size * 2);
        }
        siftUp(size++, time, tag);
    }

    /// Takes the first action out; null when there is none.
    @Nullable Runnable poll() {
        fillFirst();
        if (size == 0) {
            return null;
        }
        firstIsOut = true;
        int place = (int) (tags[0] & PLACE_MASK);
        Runnable first = actions[place];
        actions[place] = null;
        if (free == freePlaces.length) {
            freePlaces = Arrays.copyOf(freePlaces, free * 2);
        }
        freePlaces[free++] = place;
        return first;
    }

    private int place(Runnable action) {
        int place = free > 0 ? freePlaces[--free] : places++;
        if (place == actions.length) {
            requireRoom(place);
            actions = Arrays.copyOf(actions, place * 2);
        }
        actions[place] = action;
        return place;
    }

    /// Refuses one more thing to do beside so many.
    static void requireRoom(int many) {
        if (many == MOST) {
            throw new IllegalStateException(
                    "a simulation must have at most " + MOST + " things to do at a time");
        }
    }

    private void fillFirst() {
        if (firstIsOut) {
            firstIsOut = false;
            size--;
            if (size > 0) {
                siftDown(times[size], tags[size]);
            }
        }
    }

    private void siftUp(int from, long time, long tag) {
        int hole = from;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!isBefore(time, tag, parent)) {
                break;
            }
            times[hole] = times[parent];
            tags[hole] = tags[parent];
            hole = parent;
        }
        times[hole] = time;
        tags[hole] = tag;
    }

    private void siftDown(long time, long tag) {
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            int right = child + 1;
            if (right < size && isBefore(times[right], tags[right], child)) {
                child = right;
            }
            if (isBefore(time, tag, child)) {
                break;
            }
            times[hole] = times[child];
            tags[hole] = tags[child];
            hole = child;
        }
        times[hole] = time;
        tags[hole] = tag;
    }

    private boolean isBefore(long time, long tag, int other) {
        return time < times[other] || (time == times[other] && tag < tags[other]);
    }
}
