package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// How a pool was warmed up.
///
/// @param rounds how often
/// @param steady whether rounds had stopped to become faster; null where the number was given
/// @param cold the wall time of its very first round
/// @param coldJobs how many jobs that one had
public record WarmUpEntry(
        int rounds, @Nullable Boolean steady, @Nullable Double cold, int coldJobs) {}
