package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// What one more thread that waits adds to the memory of a JVM, measured at the end of the
/// comparison.
///
/// @param platformBytes resident memory of a platform thread; null when not measured
/// @param virtualBytes heap of a virtual thread; null when not measured
public record ThreadCostEntry(@Nullable Long platformBytes, @Nullable Long virtualBytes) {}
