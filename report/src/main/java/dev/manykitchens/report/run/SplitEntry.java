package dev.manykitchens.report.run;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.manykitchens.core.measurement.Split;

import org.jspecify.annotations.Nullable;

/// Where the response time went, on average a job. The seven parts from `queue` to `return` add up
/// to the mean response; the last two say what some of them hold.
///
/// @param core what of `stove` was waiting for a core rather than for a permit
/// @param resource what of `wait` was waiting for a named resource
public record SplitEntry(
        @Nullable Double queue,
        @Nullable Double encode,
        @Nullable Double wire,
        @Nullable Double stove,
        @Nullable Double cpu,
        @JsonProperty("wait") @Nullable Double waiting,
        @JsonProperty("return") @Nullable Double returned,
        @Nullable Double core,
        @Nullable Double resource) {

    /// What was measured or simulated, with null for what is not known.
    public static SplitEntry of(Split split) {
        return new SplitEntry(
                RunFileWriter.known(split.queue()),
                RunFileWriter.known(split.encode()),
                RunFileWriter.known(split.wire()),
                RunFileWriter.known(split.stove()),
                RunFileWriter.known(split.cpu()),
                RunFileWriter.known(split.waiting()),
                RunFileWriter.known(split.returned()),
                RunFileWriter.known(split.core()),
                RunFileWriter.known(split.resource()));
    }
}
