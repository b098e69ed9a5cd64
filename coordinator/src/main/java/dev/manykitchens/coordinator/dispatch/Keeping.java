package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.journal.Journal;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// How a coordinator keeps what must survive it.
///
/// @param journal where; outlives the coordinator
/// @param wallClock tells when batches came and were finished
/// @param outcomes called on the loop with the number of a batch that has more outcomes on disk, or
///   is finished
/// @param stopped called on the loop, with why, when the journal can be written no more, or the
///   coordinator failed: nothing may be told from then on
public record Keeping(
        Journal journal,
        InstantSource wallClock,
        LongConsumer outcomes,
        Consumer<String> stopped) {}
