package dev.manykitchens.coordinator.journal;

import dev.manykitchens.core.journal.Fact;
import dev.manykitchens.core.value.Columns;

import java.util.List;

/// What is written of one step of the dispatcher: its facts, and what they are about.
///
/// @param facts in the order in which they happened
/// @param payloads what belongs to them, in the same order
public record Written(List<Fact> facts, List<Payload> payloads) {

    /// About what an outcome takes beside its words.
    private static final long OUTCOME_BYTES = 64;

    public Written {
        facts = List.copyOf(facts);
        payloads = List.copyOf(payloads);
    }

    /// About how many bytes of arguments and outcomes it has; what else there is is little.
    public long bytes() {
        long bytes = 0;
        for (Payload payload : payloads) {
            bytes +=
                    switch (payload) {
                        case Payload.OfResults its ->
                                its.results().wireBytes(0, its.results().size());
                        case Payload.OfBatch its -> {
                            Columns arguments = its.told().batch().arguments();
                            yield arguments.wireBytes(0, arguments.rows());
                        }
                        case Payload.OfEnded its ->
                                OUTCOME_BYTES + its.outcome().describe().length();
                        case Payload.OfSubmitter _,
                                Payload.OfWorker _,
                                Payload.OfFinish _,
                                Payload.Forgotten _ ->
                                0;
                    };
        }
        return bytes;
    }
}
