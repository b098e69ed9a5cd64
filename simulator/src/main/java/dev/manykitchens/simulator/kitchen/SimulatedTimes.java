package dev.manykitchens.simulator.kitchen;

/// Where the virtual time of one attempt went, in nanoseconds, in the terms of
/// [dev.manykitchens.core.attempt.AttemptTimes]. What is missing to the whole is time in which it
/// could have computed and others had the cores.
final class SimulatedTimes {
    long started;
    long finished;
    long stove;
    long cpu;
    long wait;
    long resource;
}
