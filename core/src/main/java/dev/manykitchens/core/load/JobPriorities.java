package dev.manykitchens.core.load;

import dev.manykitchens.core.job.BatchOptions;

/// How urgent the jobs of a load are.
///
/// @param ofJob by job, its [BatchOptions#priority]; jobs beyond begin anew, and without any entry
///   all have that of their batch. Must not be changed
public record JobPriorities(int[] ofJob) {

    /// All jobs have the priority of their batch.
    public static final JobPriorities NONE = new JobPriorities(new int[0]);

    int of(int job, int ofBatch) {
        return ofJob.length == 0 ? ofBatch : ofJob[job % ofJob.length];
    }
}
