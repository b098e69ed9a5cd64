/// A cluster as a pool: the client's end.
///
/// ```
///   submitters            cluster-loop                        transport
///  +-----------+      +---------------------+            +-----------------+
///  | start     | ───▶ | ClusterSession      | ─ start ─▶ | CoordinatorCall | ══▶ coordinator
///  | cancel    |      |   ClientBook: each  │            |     (link)      |
///  +-----------+      |   job's outcome once│ ◀─ said ── |                 | ◀══
///   cluster-delivery  +---------------------+            +-----------------+
///  +-----------+           │ events ▶ whoever measures
///  | listeners | ◀─ values ┘
///  +-----------+
/// ```
///
/// When the stream breaks, the pool opens another, and hands in what is unfinished again: the jobs
/// keep their positions, and so their random numbers, and those that have their outcome are named,
/// so that nobody runs them again. Where the coordinator keeps a journal, it may still have them:
/// then nothing is sent again but what the pool lacks.
///
/// Beside the pool: [dev.manykitchens.coordinator.client.ClusterSubmitter] hands a batch in that
/// outlives its client, [dev.manykitchens.coordinator.client.BatchFollower] hears what became of
/// one, [dev.manykitchens.coordinator.client.ClusterOperator] looks at the cluster. Start reading
/// at [dev.manykitchens.coordinator.client.ClusterPool].
@NullMarked
package dev.manykitchens.coordinator.client;

import org.jspecify.annotations.NullMarked;
