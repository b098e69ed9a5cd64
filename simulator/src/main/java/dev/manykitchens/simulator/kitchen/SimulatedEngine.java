package dev.manykitchens.simulator.kitchen;

import java.util.List;

/// Gives threads to the attempts of batches: what the engines of a real pool do, in virtual time.
interface SimulatedEngine {

    /// Makes it ready for jobs.
    default void open() {}

    /// How many times a job was run again until now, because its worker was lost.
    default int retried() {
        return 0;
    }

    /// How many workers were lost until now.
    default int workersLost() {
        return 0;
    }

    /// Begins with what was submitted together, in this order; the simulation does the rest.
    void start(List<? extends JobSupply> batches);

    /// A supply that it was started with has more jobs.
    void more(JobSupply supply);
}
