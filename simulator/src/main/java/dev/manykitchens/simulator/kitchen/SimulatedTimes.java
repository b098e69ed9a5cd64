package dev.manykitchens.simulator.kitchen;

/// Where the virtual time of one attempt went, in nanoseconds, in the terms of
/// [dev.manykitchens.core.attempt.AttemptTimes]. What is missing to the whole is time in which it
/// could have computed and others had the cores.
final class SimulatedTimes {
    /// When it was given to a worker: in a pool inside this JVM when it was started.
    long assigned;

    /// When it was there: in a pool inside this JVM when it was started.
    long received;

    /// Which try this was, from 1.
    int attempt = 1;

    long started;
    long finished;

    /// When its end was known to the pool: in a pool inside this JVM when it was finished.
    long delivered;

    long stove;
    long cpu;
    long wait;
    long resource;
}
