package dev.manykitchens.benchmarks.simulation;

/// Somebody else's simulator with M/M/c on it: arrivals, departures, and how many wait, as
/// [KernelLoop] has it on ours.
public interface OtherKernel {

    /// What it is called.
    String name();

    /// Runs so many jobs.
    ///
    /// @param arrivalsPerSecond rate of the Poisson arrivals
    /// @param serviceSeconds mean of the exponential services
    /// @return seconds of wall time that took, without what comes before the first event
    /// @throws KernelMissingException when this machine does not have what it needs
    double seconds(int servers, double arrivalsPerSecond, double serviceSeconds, int jobs)
            throws KernelMissingException, InterruptedException;

    /// Name and version; the name alone until it has run.
    String version();

    /// How many times fewer jobs it gets than our kernel, so that nobody waits for one that is
    /// slow.
    int divisor();
}
