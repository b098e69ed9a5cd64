package dev.manykitchens.simulator.kitchen;

import java.util.List;

/// The permits of one resource: who has them, who waits for them, and how they were used.
interface NamedPermits {

    /// Its name.
    @Override
    String toString();

    /// What was used of them until now, by those who gave their permit back.
    ResourceUsage usage();

    /// How many wait for one.
    int waiting();

    /// Whether somebody waits for one.
    default boolean isAwaited() {
        return waiting() > 0;
    }

    /// Those that hold one, the first of them first.
    List<SimulatedResource.Owner> owners();
}
