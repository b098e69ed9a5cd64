package dev.manykitchens.simulator.theory;

/// Arrivals and service times of any distributions, some servers, first come first served (G/G/c):
/// the approximation of Allen and Cunneen.
///
/// The wait of M/M/c times the mean of both scv. Source: A. O. Allen, *Probability, Statistics, and
/// Queueing Theory with Computer Science Applications*, 2nd ed. (1990), chapter 5.
///
/// Exact for M/M/c and M/G/1. Elsewhere it knows two moments only, and is off
/// - for arrivals more regular than Poisson: too high, for D/M/1 by nearly a fifth at a utilisation
///   of 0.8 and twofold at 0.5;
/// - for arrivals more bursty than Poisson: either way, by the shape of their distribution;
/// - for service times of a large scv on many servers: by a factor, since then two moments do not
///   say what the wait is (V. Gupta, M. Harchol-Balter, J. Dai and B. Zwart, *On the
///   inapproximability of M/G/K*, Queueing Systems 64, 2010).
///
/// It is at its best where utilisation is high. The probability of waiting that its figures state
/// is [ErlangC], exact where the wait is and another approximation elsewhere.
///
/// @param arrivalsPerSecond above 0
/// @param arrivalScv the squared coefficient of variation of the time between arrivals, at least 0;
///   1 for Poisson arrivals
/// @param serviceSeconds the mean, above 0
/// @param serviceScv the squared coefficient of variation of the service time, at least 0
/// @param servers from 1 to [ErlangB#MOST_SERVERS], and more than the offered load
public record GGcQueue(
        double arrivalsPerSecond,
        double arrivalScv,
        double serviceSeconds,
        double serviceScv,
        int servers)
        implements QueueModel {

    public GGcQueue {
        Requirements.stable(arrivalsPerSecond, serviceSeconds, servers);
        Requirements.notNegative("scv of the time between arrivals", arrivalScv);
        Requirements.notNegative("scv of the service time", serviceScv);
    }

    @Override
    public String notation() {
        return "G/G/" + servers;
    }

    @Override
    public QueueFigures figures() {
        QueueFigures exponential =
                new MMcQueue(arrivalsPerSecond, serviceSeconds, servers).figures();
        return QueueFigures.of(
                arrivalsPerSecond,
                serviceSeconds,
                servers,
                exponential.waitProbability(),
                exponential.waitSeconds() * (arrivalScv / 2 + serviceScv / 2));
    }
}
