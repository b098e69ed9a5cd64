/// A coordinator as it is served to others: with an address they can reach, tokens to hand out, and
/// a certificate to know it by.
///
/// ```
/// ServeOptions ──▶ ServedCoordinator ──▶ ClusterCoordinator
///                    │      │                 ▲ who may come in
///                    │      └─ Premises: certificate, tokens, LastServed, in the state directory
///                    ▼                        ▲
///                 JoinLines ◀──────────── TokenDesk   while it runs, and when it does not
/// ```
///
/// Where several coordinators are one, a StandbyCoordinator listens on the same premises as long as
/// another leads.
///
/// Start reading at [dev.manykitchens.coordinator.serve.ServedCoordinator].
@NullMarked
package dev.manykitchens.coordinator.serve;

import org.jspecify.annotations.NullMarked;
