package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// Response times of so many jobs.
public record ResponseEntry(
        long count,
        @Nullable Double mean,
        @Nullable Double p50,
        @Nullable Double p90,
        @Nullable Double p99,
        @Nullable Double max) {}
