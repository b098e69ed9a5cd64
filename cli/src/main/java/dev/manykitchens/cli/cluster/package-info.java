/// What the commands of a cluster put together.
///
/// ```
/// kitchen coordinator ──▶ ServedCluster ──▶ ServedCoordinator (coordinator)
///                           │   ▲ events ──▶ ClusterMetrics ─▶ StatusServer   /metrics, /healthz (report)
///                           │   └─────────▶ ClusterNews ─▶ NewsDesk ─▶ lines on standard error
///                           └ drain, close
/// ```
///
/// Start reading at [dev.manykitchens.cli.cluster.ServedCluster].
@NullMarked
package dev.manykitchens.cli.cluster;

import org.jspecify.annotations.NullMarked;
