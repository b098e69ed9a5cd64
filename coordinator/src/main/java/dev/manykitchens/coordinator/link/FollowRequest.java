package dev.manykitchens.coordinator.link;

import java.util.BitSet;

/// What somebody wants to hear of a batch that is kept, decoded and checked.
///
/// @param number the coordinator's number of the batch; 0: it is named by its key
/// @param key see [BatchTerms]; empty: it is named by its number
/// @param settled the jobs of which the reader has the outcome: these are left out. Nobody else may
///   change it
/// @param onlyNow whether the stream ends with what is on disk by now, instead of with the batch
public record FollowRequest(long number, String key, BitSet settled, boolean onlyNow) {

    /// The batch as people name it.
    public String batch() {
        return key.isEmpty() ? Long.toUnsignedString(number) : "with the key \"" + key + "\"";
    }
}
