package dev.manykitchens.core.collection;

import org.jspecify.annotations.Nullable;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Things in a row, like a [Chain], for one row of many: each comes at the end and may leave from
/// anywhere, in constant time.
///
/// A thing keeps the number of its place, and who stands before and behind a place is written in
/// arrays of numbers. So whoever moves or leaves does not touch its neighbours, which lie anywhere
/// in memory. Places that were left are used again. Not to be changed while it is iterated over.
/// Confined to one thread.
///
/// @param <T> what stands here
public final class Lineup<T> extends AbstractCollection<T> {

    /// As a place: none.
    public static final int NOWHERE = -1;

    private int[] before = new int[4];
    private int[] behind = new int[4];
    private @Nullable Object[] things = new @Nullable Object[4];
    private int first = NOWHERE;
    private int last = NOWHERE;

    /// The place that was left last, behind which stand the others that were.
    private int free = NOWHERE;

    private int places;
    private int size;

    /// An empty lineup.
    public Lineup() {}

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    /// The thing in front; null when there is none.
    public @Nullable T first() {
        return first == NOWHERE ? null : at(first);
    }

    /// The thing at the end; null when there is none.
    public @Nullable T last() {
        return last == NOWHERE ? null : at(last);
    }

    /// Puts a thing at the end.
    ///
    /// @return its place, which stays the same until it leaves
    public int putLast(T thing) {
        int place = free;
        if (place == NOWHERE) {
            place = places++;
            makeRoom();
        } else {
            free = behind[place];
        }
        things[place] = thing;
        size++;
        append(place);
        return place;
    }

    /// Moves the thing at a place to the end.
    public void moveLast(int place) {
        if (place != last) {
            unlink(place);
            append(place);
        }
    }

    /// Lets the thing at a place go.
    public void leave(int place) {
        if (things[place] == null) {
            throw new IllegalStateException("a place must be taken to be left, was not: " + place);
        }
        unlink(place);
        things[place] = null;
        behind[place] = free;
        free = place;
        size--;
    }

    private void append(int place) {
        before[place] = last;
        behind[place] = NOWHERE;
        if (last == NOWHERE) {
            first = place;
        } else {
            behind[last] = place;
        }
        last = place;
    }

    private void unlink(int place) {
        int front = before[place];
        int back = behind[place];
        if (front == NOWHERE) {
            first = back;
        } else {
            behind[front] = back;
        }
        if (back == NOWHERE) {
            last = front;
        } else {
            before[back] = front;
        }
    }

    private void makeRoom() {
        if (places > things.length) {
            before = Arrays.copyOf(before, 2 * before.length);
            behind = Arrays.copyOf(behind, 2 * behind.length);
            things = Arrays.copyOf(things, 2 * things.length);
        }
    }

    @SuppressWarnings(
            "unchecked") // Only putLast writes what is not null, and a place in the row is taken.
    private T at(int place) {
        Object thing = things[place];
        if (thing == null) {
            throw new IllegalStateException("a place in the row must be taken, was not: " + place);
        }
        return (T) thing;
    }

    /// From the first to the last.
    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {

            private int next = first;

            @Override
            public boolean hasNext() {
                return next != NOWHERE;
            }

            @Override
            public T next() {
                if (next == NOWHERE) {
                    throw new NoSuchElementException("a lineup must have more, was at its end");
                }
                T thing = at(next);
                next = behind[next];
                return thing;
            }
        };
    }
}
