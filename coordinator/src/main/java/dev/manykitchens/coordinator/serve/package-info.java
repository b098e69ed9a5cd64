/// A coordinator as it is served to others: with an address they can reach, tokens to hand out, and
/// a certificate to know it by.
///
/// ```
/// ServeOptions ──▶ ServedCoordinator ──▶ ClusterCoordinator
///                    │      │                 ▲ who may come in
///                    │      └─ state directory (security): certificate, tokens, LastServed
///                    ▼                        ▲
///                 JoinLines ◀──────────── TokenDesk   while it runs, and when it does not
/// ```
///
/// Start reading at [dev.manykitchens.coordinator.serve.ServedCoordinator].
@NullMarked
package dev.manykitchens.coordinator.serve;

import org.jspecify.annotations.NullMarked;
