package dev.manykitchens.core.event;

/// The life of a worker as the dispatcher sees it.
///
/// ```
/// JOINING ──▶ ACTIVE ◀──▶ SUSPECT (silent)
///               │  ╲         │
///               ▼   ╲        ▼
///           DRAINING ─────▶ LOST
///               │
///               ▼
///             LEFT
/// ```
public enum WorkerState {
    /// It said hello and has not offered credits.
    JOINING,
    /// It takes jobs.
    ACTIVE,
    /// It was silent for longer than a heartbeat should take; it keeps its jobs and gets no more.
    SUSPECT,
    /// It died or was silent for a whole lease; its unfinished jobs were requeued.
    LOST,
    /// It finishes what it has and takes no more.
    DRAINING,
    /// It left in order.
    LEFT
}
