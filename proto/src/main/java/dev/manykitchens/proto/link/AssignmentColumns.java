package dev.manykitchens.proto.link;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.proto.v1.BatchDefinition;

import java.util.List;
import java.util.Optional;

/// An assignment as it came: nothing in it was checked.
///
/// @param arguments one column a parameter
/// @param whole whether these are all jobs of their batch
public record AssignmentColumns(
        long lease,
        long batch,
        int first,
        int count,
        int attempt,
        List<Column> arguments,
        Optional<BatchDefinition> definition,
        boolean whole) {

    public AssignmentColumns {
        arguments = List.copyOf(arguments);
    }
}
