package dev.manykitchens.core.collection;

import org.jspecify.annotations.Nullable;

/// Things by their number: a hash table with open addressing and linear probing, in which numbers
/// are no objects and things that leave leave no gap (Knuth, The Art of Computer Programming 3,
/// 6.4, algorithms L and R). Has no order. Confined to one thread.
///
/// @param <T> what has a number
public final class ByNumber<T> {

    private static final int SMALLEST = 16;

    /// Numbers that follow each other lie side by side, eight at a time, since what has them mostly
    /// comes one after the other: the memory that the next one needs is near already.
    private static final int BLOCK_BITS = 3;

    private static final int BLOCK = 1 << BLOCK_BITS;

    /// Two to the power of 64 over the golden ratio: blocks that follow each other lie far apart
    /// (Fibonacci hashing, ibid.).
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] numbers = new long[SMALLEST];
    private @Nullable Object[] things = new @Nullable Object[SMALLEST];
    private int size;

    /// Without anything.
    public ByNumber() {}

    /// How many things there are.
    public int size() {
        return size;
    }

    /// The thing of this number; null when there is none.
    public @Nullable T get(long number) {
        return at(slotOf(number));
    }

    /// Enters a thing, in place of the one that had its number.
    public void put(long number, T thing) {
        int slot = slotOf(number);
        if (things[slot] == null) {
            size++;
            numbers[slot] = number;
        }
        things[slot] = thing;
        if (2 * size > things.length) {
            grow();
        }
    }

    /// Lets a thing go.
    ///
    /// @return it; null when there was none of this number
    public @Nullable T remove(long number) {
        int slot = slotOf(number);
        T removed = at(slot);
        if (removed != null) {
            size--;
            fill(slot);
        }
        return removed;
    }

    /// Moves those that would not be found any more into a gap, and into the gaps that this makes.
    private void fill(int emptied) {
        int mask = things.length - 1;
        int gap = emptied;
        for (int slot = (gap + 1) & mask; things[slot] != null; slot = (slot + 1) & mask) {
            int home = homeOf(numbers[slot]);
            if (((slot - home) & mask) >= ((slot - gap) & mask)) {
                numbers[gap] = numbers[slot];
                things[gap] = things[slot];
                gap = slot;
            }
        }
        things[gap] = null;
    }

    private void grow() {
        long[] oldNumbers = numbers;
        @Nullable Object[] oldThings = things;
        numbers = new long[2 * oldNumbers.length];
        things = new @Nullable Object[2 * oldThings.length];
        for (int i = 0; i < oldThings.length; i++) {
            if (oldThings[i] != null) {
                int slot = slotOf(oldNumbers[i]);
                numbers[slot] = oldNumbers[i];
                things[slot] = oldThings[i];
            }
        }
    }

    /// Where the number is, or else the empty place where it would be.
    private int slotOf(long number) {
        int mask = things.length - 1;
        int slot = homeOf(number);
        while (things[slot] != null && numbers[slot] != number) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int homeOf(long number) {
        long block = (number >>> BLOCK_BITS) * SPREAD;
        int first = (int) (block >>> Long.numberOfLeadingZeros(things.length - 1));
        return (first & -BLOCK) | ((int) number & (BLOCK - 1));
    }

    @SuppressWarnings("unchecked") // Only put writes what is not null.
    private @Nullable T at(int slot) {
        return (T) things[slot];
    }
}
