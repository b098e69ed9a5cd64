package dev.manykitchens.benchmarks.raw;

/// One job that was submitted by itself.
interface RawJob {

    long number();

    /// Called on the event loop.
    void squared(long square);
}
