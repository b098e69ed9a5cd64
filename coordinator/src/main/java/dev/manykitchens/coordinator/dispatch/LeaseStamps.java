package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.core.dispatch.Command;

/// What is kept of a lease until the dispatcher forgets it: when it went out, on our clock.
///
/// @param assign what was assigned
/// @param worker to whom
/// @param assignedNanos when the dispatcher decided it
/// @param sentNanos when it was encoded and handed to the transport
record LeaseStamps(
        Command.Assign assign, ConnectedWorker worker, long assignedNanos, long sentNanos) {

    /// Whether it is this worker's.
    boolean isOf(ConnectedWorker other) {
        return worker.name().equals(other.name());
    }
}
