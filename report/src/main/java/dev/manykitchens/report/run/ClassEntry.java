package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// The jobs of one class of a scenario on one pool. Times are in seconds.
///
/// @param name of the class
/// @param jobs how many came, all rounds or replications together
/// @param mean the mean response; null without any job
/// @param p99 99 in 100 took at most as long; of simulations both are means over the replications
public record ClassEntry(String name, long jobs, @Nullable Double mean, @Nullable Double p99) {}
