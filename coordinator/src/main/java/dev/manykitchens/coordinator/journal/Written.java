package dev.manykitchens.coordinator.journal;

import dev.manykitchens.core.journal.Fact;

import java.util.List;

/// What is written of one step of the dispatcher: its facts, and what they are about.
///
/// @param facts in the order in which they happened
/// @param payloads what belongs to them, in the same order
public record Written(List<Fact> facts, List<Payload> payloads) {

    public Written {
        facts = List.copyOf(facts);
        payloads = List.copyOf(payloads);
    }
}
