package dev.manykitchens.coordinator.link;

import java.util.OptionalInt;

/// The size that a worker is to have from now on; what is empty stays as it is.
///
/// @param threads how many chunks it runs at once
/// @param stoves permits to compute; 0: no limit
/// @param prefetch how many chunks may wait at each of its threads
public record Adjustment(OptionalInt threads, OptionalInt stoves, OptionalInt prefetch) {

    /// Nothing is to change.
    public boolean isEmpty() {
        return threads.isEmpty() && stoves.isEmpty() && prefetch.isEmpty();
    }
}
