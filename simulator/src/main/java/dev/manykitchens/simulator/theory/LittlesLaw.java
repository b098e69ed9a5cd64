package dev.manykitchens.simulator.theory;

/// Whether three measured means belong together: in the long run the mean number in a system is its
/// throughput times the mean response, whatever arrives and in whatever sequence it is served.
///
/// Source: J. D. C. Little, *A Proof for the Queuing Formula: L = λW*, Operations Research 9
/// (1961). Over a finite time it holds exactly only when the system is empty at its begin and end;
/// else the jobs cut off there are a disagreement that shrinks with the length of the time.
///
/// @param inSystem the mean number of jobs that have come and not ended, at least 0
/// @param throughput jobs that end, a second; at least 0
/// @param responseSeconds the mean response, at least 0
public record LittlesLaw(double inSystem, double throughput, double responseSeconds) {

    public LittlesLaw {
        Requirements.notNegative("jobs in the system", inSystem);
        Requirements.notNegative("throughput", throughput);
        Requirements.notNegative("response seconds", responseSeconds);
    }

    /// The number in the system that throughput and response imply.
    public double impliedInSystem() {
        return throughput * responseSeconds;
    }

    /// How far the measured and the implied number are apart, as a part of the larger: 0 when they
    /// are the same, 1 when just one of them is 0.
    public double relativeDisagreement() {
        double larger = Math.max(inSystem, impliedInSystem());
        return larger == 0 ? 0 : Math.abs(inSystem - impliedInSystem()) / larger;
    }
}
