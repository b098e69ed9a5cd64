package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// How it was measured.
///
/// @param rounds asked for at most
/// @param warmup warm-up rounds asked for; null: until steady
/// @param minTime up to which a pool got further rounds
/// @param maxTime after which a pool got no further rounds
/// @param seed fixed the order of the rounds and the intervals
/// @param partial whether it was stopped before its end; every round in the file is complete
public record Plan(
        int rounds,
        @Nullable Integer warmup,
        double minTime,
        double maxTime,
        long seed,
        boolean partial) {}
