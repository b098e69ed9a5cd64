package dev.manykitchens.report.cluster;

import java.time.Instant;
import java.util.Optional;

/// A batch that a coordinator keeps, or that is not finished.
///
/// @param id the coordinator's number
/// @param key what whoever handed it in calls it; empty: nothing
/// @param jobs how many it has
/// @param succeeded jobs with a result
/// @param failed jobs that ended without
/// @param queued jobs that wait
/// @param running jobs that workers have
/// @param state queued, running, finished or cancelled
/// @param detached whether it runs although its client goes
/// @param submitted on the coordinator's wall clock; empty: unknown
/// @param finished likewise; empty: it is not
public record KeptRow(
        long id,
        String key,
        String recipe,
        int jobs,
        int succeeded,
        int failed,
        int queued,
        int running,
        String state,
        boolean detached,
        Optional<Instant> submitted,
        Optional<Instant> finished) {}
