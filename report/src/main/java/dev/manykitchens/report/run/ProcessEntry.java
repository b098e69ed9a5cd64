package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// A process of a pool, as it was at the end of its last round.
///
/// @param name `local` for the one that runs the comparison, else the worker's name
/// @param host where it runs
/// @param pid its process id there
/// @param threads how many jobs it runs at once; null when nothing limits them
/// @param memoryBytes main memory it held; null when not known
public record ProcessEntry(
        String name,
        String host,
        long pid,
        @Nullable Integer threads,
        @Nullable Long memoryBytes) {}
