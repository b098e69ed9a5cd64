package dev.manykitchens.report.text;

import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.WorkerConditions;
import dev.manykitchens.core.scenario.WorkerKind;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// What a scenario says of its workers, in a few words each.
public final class WorkerWords {

    private WorkerWords() {}

    /// The words: kinds, the network, faults; none where workers are alike and nothing happens.
    public static List<String> of(WorkerConditions workers) {
        List<String> words = new ArrayList<>();
        for (WorkerKind kind : workers.kinds()) {
            words.add("%d %s of speed %s".formatted(kind.count(), kind.name(), kind.speed()));
        }
        workers.network()
                .ifPresent(network -> {
                    OptionalDouble bytes = network.bytesPerSecond();
                    words.add(
                            "network with a delay of %s%s"
                                    .formatted(
                                            network.delay(),
                                            bytes.isPresent()
                                                    ? " and %.0f bit/s"
                                                            .formatted(8 * bytes.getAsDouble())
                                                    : ""));
                });
        workers.faults().stream().map(Fault::words).forEach(words::add);
        return words;
    }
}
