package dev.manykitchens.simulator.theory;

import java.util.List;

/// Poisson arrivals of several classes, exponential service times of one mean for all of them, some
/// servers: a free one takes whoever has waited longest among those of the most urgent class that
/// waits. Nobody who is served is taken off (M/M/c with non-preemptive, or head-of-the-line,
/// priorities).
///
/// Exact: A. Cobham, *Priority Assignment in Waiting Line Problems*, Operations Research 2 (1954),
/// 70–76; D. Gross and C. M. Harris, *Fundamentals of Queueing Theory*, 3rd ed. (1998), section
/// 3.4. A class waits for a server to become free, for those of its own and more urgent classes who
/// are there already, and for the more urgent ones who come meanwhile.
///
/// @param arrivalsPerSecond of each class, the most urgent first; each above 0
/// @param serviceSeconds the mean of all classes, above 0
/// @param servers at least 1
public record MMcPriorityQueue(List<Double> arrivalsPerSecond, double serviceSeconds, int servers) {

    public MMcPriorityQueue {
        arrivalsPerSecond = List.copyOf(arrivalsPerSecond);
        Requirements.between("classes", 1, ErlangB.MOST_SERVERS, arrivalsPerSecond.size());
        arrivalsPerSecond.forEach(rate -> Requirements.positive("arrivals a second", rate));
        Requirements.stable(sum(arrivalsPerSecond), serviceSeconds, servers);
    }

    /// The mean time until a server begins with a job of a class.
    ///
    /// @param position of the class, from 0
    public double waitSeconds(int position) {
        double offered = sum(arrivalsPerSecond) * serviceSeconds;
        double untilOneIsFree =
                new ErlangC(servers, offered).waitProbability() * serviceSeconds / servers;
        double waitSeconds =
                untilOneIsFree / (1 - loadOfFirst(position)) / (1 - loadOfFirst(position + 1));
        Requirements.notNegative("wait seconds", waitSeconds);
        return waitSeconds;
    }

    /// The mean time from the arrival of a job of a class to its end.
    ///
    /// @param position of the class, from 0
    public double responseSeconds(int position) {
        return waitSeconds(position) + serviceSeconds;
    }

    /// The part of the servers' time that so many of the most urgent classes take.
    private double loadOfFirst(int classes) {
        return sum(arrivalsPerSecond.subList(0, classes)) * serviceSeconds / servers;
    }

    private static double sum(List<Double> rates) {
        return rates.stream().mapToDouble(Double::doubleValue).sum();
    }
}
