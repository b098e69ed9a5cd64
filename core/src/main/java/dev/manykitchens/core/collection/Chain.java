package dev.manykitchens.core.collection;

import org.jspecify.annotations.Nullable;

import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Things in a row: each comes at the end and may leave from anywhere, in constant time and without
/// an allocation, because each keeps its own [Place] here. Not to be changed while it is iterated
/// over. Confined to one thread.
///
/// @param <T> what stands here
public final class Chain<T> extends AbstractCollection<T> {

    private @Nullable Place<T> first;
    private @Nullable Place<T> last;
    private int size;

    /// An empty chain.
    public Chain() {}

    /// Where a thing stands: in one chain at most. The thing keeps it.
    ///
    /// @param <T> what the thing is
    public static final class Place<T> {
        private final T thing;
        private @Nullable Chain<T> chain;
        private @Nullable Place<T> before;
        private @Nullable Place<T> behind;

        /// A place in no chain.
        public Place(T thing) {
            this.thing = thing;
        }
    }

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
        return first == null ? null : first.thing;
    }

    /// The thing at the end; null when there is none.
    public @Nullable T last() {
        return last == null ? null : last.thing;
    }

    /// Puts a thing at the end, also one that stands here already.
    ///
    /// @throws IllegalStateException when it stands in another chain
    public void putLast(Place<T> place) {
        if (place == last) {
            return;
        }
        if (place.chain != null) {
            boolean _ = leave(place);
        }
        place.chain = this;
        place.before = last;
        if (last == null) {
            first = place;
        } else {
            last.behind = place;
        }
        last = place;
        size++;
    }

    /// Lets a thing go.
    ///
    /// @return whether it stood here
    /// @throws IllegalStateException when it stands in another chain
    @SuppressWarnings("ReferenceEquality") // It is about this very chain.
    public boolean leave(Place<T> place) {
        if (place.chain == null) {
            return false;
        }
        if (place.chain != this) {
            throw new IllegalStateException(
                    "a place must be in one chain at most, was in another one: " + place.thing);
        }
        if (place.before == null) {
            first = place.behind;
        } else {
            place.before.behind = place.behind;
        }
        if (place.behind == null) {
            last = place.before;
        } else {
            place.behind.before = place.before;
        }
        place.chain = null;
        place.before = null;
        place.behind = null;
        size--;
        return true;
    }

    /// From the first to the last.
    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {

            private @Nullable Place<T> next = first;

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public T next() {
                Place<T> place = next;
                if (place == null) {
                    throw new NoSuchElementException("a chain must have more, was at its end");
                }
                next = place.behind;
                return place.thing;
            }
        };
    }
}
