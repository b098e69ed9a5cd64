/// A coordinator for workers and clients that come by themselves, from anywhere.
///
/// ```
///  clients ══ CoordinatorServer (link) ══ workers
///                 │              │
///                 ▼              ▼
///          ClusterClients   JoinedWorkers        both on the loop of
///                 │              │
///                 ▼              ▼
///              Coordinator (dispatch) ── events ──▶ ClusterEvents ──▶ clients, watch, metrics
/// ```
///
/// - **Clients** wait until there are workers, then for room for their arguments (ArgumentRoom);
///   what they handed in is cancelled when they leave or, where there is a journal, do not come
///   back in time. What is said of batches is in ClientBatches, which streams are open in
///   ClientRoster, and what outlives a stream in ClientSessions.
/// - **Their pace** is that of their jobs: of one that is behind with what it is told nothing more
///   is given to workers until it takes more.
/// - **Workers** get a name of their own; one whose stream broke is waited for a moment before its
///   jobs go to others.
/// - **Events** go to whom they concern: what happens to a batch to the client whose it is.
///
/// Start reading at [dev.manykitchens.coordinator.cluster.ClusterCoordinator].
@NullMarked
package dev.manykitchens.coordinator.cluster;

import org.jspecify.annotations.NullMarked;
