package dev.manykitchens.benchmarks.dispatch;

/// One turn of one side.
@FunctionalInterface
interface Measure {

    /// Does it and gives its figure.
    double take() throws Exception;
}
