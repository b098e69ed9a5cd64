/// Several coordinators that keep one journal together: who they are, and how somebody changes
/// that.
///
/// One leads and serves workers and clients; the others keep what it keeps, and refuse. What makes
/// them agree is not here: see the module `replication`.
@NullMarked
package dev.manykitchens.coordinator.membership;

import org.jspecify.annotations.NullMarked;
