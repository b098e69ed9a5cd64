package dev.manykitchens.simulator.theory;

/// Poisson arrivals of work for cores that are shared evenly: each of `k` jobs progresses at
/// `min(1, cores / k)`, none waits (M/G/c processor sharing; with one core M/G/1-PS).
///
/// What computing threads do on a machine of few cores when time slices are short. Exact for any
/// distribution of work, of which only the mean matters: the number of jobs is distributed as in
/// M/M/c. Sources: for one core L. Kleinrock, *Time-shared Systems: A theoretical treatment*, J.
/// ACM 14 (1967); M. Sakata, S. Noguchi and J. Oizumi, *An Analysis of the M/G/1 Queue under
/// Round-Robin Scheduling*, Operations Research 19 (1971); for more J. W. Cohen, *The Multiple
/// Phase Service Network with Generalized Processor Sharing*, Acta Informatica 12 (1979).
///
/// The distribution of the response, unlike its mean, is not that of M/M/c. Switching between jobs
/// costs nothing here.
///
/// @param arrivalsPerSecond above 0
/// @param serviceSeconds the mean time that a job needs on a core of its own, above 0
/// @param cores from 1 to [ErlangB#MOST_SERVERS], and more than the offered load
public record SharingQueue(double arrivalsPerSecond, double serviceSeconds, int cores)
        implements QueueModel {

    public SharingQueue {
        Requirements.stable(arrivalsPerSecond, serviceSeconds, cores);
    }

    @Override
    public String notation() {
        return "M/G/" + cores + "-PS";
    }

    @Override
    public QueueFigures figures() {
        return new MMcQueue(arrivalsPerSecond, serviceSeconds, cores).figures();
    }

    /// How many times as long as on a core of its own a job takes in the mean, whatever its size.
    public double slowdown() {
        return figures().responseSeconds() / serviceSeconds;
    }

    /// The mean response of the jobs that need so long on a core of their own.
    ///
    /// @param coreSeconds above 0
    public double responseSecondsOf(double coreSeconds) {
        Requirements.positive("core seconds", coreSeconds);
        return coreSeconds * slowdown();
    }
}
