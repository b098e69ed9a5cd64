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
/// so that nobody runs them again. Start reading at
/// [dev.manykitchens.coordinator.client.ClusterPool].
@NullMarked
package dev.manykitchens.coordinator.client;

import org.jspecify.annotations.NullMarked;
