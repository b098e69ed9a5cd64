package dev.manykitchens.coordinator.journal;

import java.util.Comparator;

/// A place in the log that the members of a group agree on.
///
/// @param term in which leadership the entry there was made; 0 for the place before all entries
/// @param index the entry's number, from 0; -1 for the place before all entries
public record LogPlace(long term, long index) implements Comparable<LogPlace> {

    /// The place before all entries.
    public static final LogPlace NONE = new LogPlace(0, -1);

    private static final Comparator<LogPlace> BY_PLACE =
            Comparator.comparingLong(LogPlace::index).thenComparingLong(LogPlace::term);

    @Override
    public int compareTo(LogPlace other) {
        return BY_PLACE.compare(this, other);
    }
}
