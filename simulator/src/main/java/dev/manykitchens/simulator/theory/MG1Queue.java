package dev.manykitchens.simulator.theory;

/// Poisson arrivals, service times of any distribution, one server, first come first served
/// (M/G/1).
///
/// Exact: the formula of Pollaczek (1930) and Khinchine (1932); L. Kleinrock, *Queueing Systems*
/// vol. 1 (1975), section 5.6. It needs service times that do not depend on each other or on the
/// arrivals, and a scv that exists: of measured times with a heavy tail the scv, and so the wait,
/// grows with the size of the sample.
///
/// @param arrivalsPerSecond above 0
/// @param serviceSeconds the mean, above 0
/// @param serviceScv the squared coefficient of variation of the service time, at least 0
public record MG1Queue(double arrivalsPerSecond, double serviceSeconds, double serviceScv)
        implements QueueModel {

    public MG1Queue {
        Requirements.stable(arrivalsPerSecond, serviceSeconds, 1);
        Requirements.notNegative("scv of the service time", serviceScv);
    }

    @Override
    public String notation() {
        return "M/G/1";
    }

    @Override
    public QueueFigures figures() {
        double load = arrivalsPerSecond * serviceSeconds;
        double waitSeconds = load / (1 - load) * serviceSeconds * (1 + serviceScv) / 2;
        return QueueFigures.of(arrivalsPerSecond, serviceSeconds, 1, load, waitSeconds);
    }
}
