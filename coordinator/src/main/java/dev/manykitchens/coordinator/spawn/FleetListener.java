package dev.manykitchens.coordinator.spawn;

/// Hears what becomes of a fleet. Called on the fleet's own thread, never from within a call to the
/// fleet.
public interface FleetListener {

    /// A worker that had joined is gone without having left in order.
    ///
    /// @param lastWords how it ended, for people
    void gone(String worker, String lastWords);

    /// A worker that had joined is gone because the fleet killed it, needing it no more: nobody
    /// lost it.
    void dismissed(String worker);

    /// No worker can be had any more.
    ///
    /// @param reason why, for people, in one line
    void gaveUp(String reason);
}
