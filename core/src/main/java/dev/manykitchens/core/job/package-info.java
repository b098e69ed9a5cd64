/// Jobs, batches and their outcomes, as values.
///
/// ```
/// Batch = recipe × arguments (one row a job) × options
///   └── job (done once) ── attempt 1, 2, 3 (one try each) ──▶ Outcome
/// ```
///
/// A job is named by its batch and its position in it. Start reading at
/// [dev.manykitchens.core.job.Batch].
@NullMarked
package dev.manykitchens.core.job;

import org.jspecify.annotations.NullMarked;
