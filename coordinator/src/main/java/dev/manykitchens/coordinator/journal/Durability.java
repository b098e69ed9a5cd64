package dev.manykitchens.coordinator.journal;

/// What is promised of an entry that was written into a database, and so whether an entry that is
/// missing when it is opened was lost.
enum Durability {
    /// It is on disk.
    FORCED("FULL"),

    /// It is in its place whatever becomes of this process. A machine that loses its power may take
    /// the last ones along, in order, and whoever wrote them has them on disk elsewhere and writes
    /// them again.
    REPEATED("NORMAL");

    private final String synchronous;

    Durability(String synchronous) {
        this.synchronous = synchronous;
    }

    /// How SQLite calls it (<https://www.sqlite.org/pragma.html#pragma_synchronous>, for a database
    /// in WAL mode).
    String synchronous() {
        return synchronous;
    }
}
