package dev.manykitchens.coordinator.journal;

import java.util.List;

/// Some outcomes of a batch, in the order in which they came to disk.
///
/// @param outcomes each [Payload.OfResults] or [Payload.OfEnded]
/// @param last the place of the last of them; where the page before ended when there is none
/// @param complete whether the batch is finished and these are its last ones
public record Outcomes(List<Payload> outcomes, long last, boolean complete) {

    public Outcomes {
        outcomes = List.copyOf(outcomes);
    }
}
