package dev.manykitchens.proto.link;

import dev.manykitchens.proto.v1.Failure;
import dev.manykitchens.proto.v1.ResourceUse;

import java.util.List;

/// A message of results as it came: nothing in it was checked.
///
/// @param count how many jobs it says it reports; it may be anything
/// @param results the values, not yet read
/// @param times the six columns, in the sequence of the contract; entries that one lacks at its end
///   are 0
/// @param creditsTotal 0: not said
/// @param sequence 0: not said
public record ResultColumns(
        long lease,
        int first,
        int count,
        PackedColumn results,
        List<Failure> failures,
        long[][] times,
        List<ResourceUse> uses,
        long receivedNanos,
        long sentNanos,
        long creditsTotal,
        long sequence) {

    public ResultColumns {
        failures = List.copyOf(failures);
        uses = List.copyOf(uses);
    }
}
