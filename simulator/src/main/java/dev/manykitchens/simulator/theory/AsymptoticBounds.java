package dev.manykitchens.simulator.theory;

/// What a closed network can do at best, from its demands alone.
///
/// They hold for any distribution of times. Both are met by one customer; the actual figures of a
/// network are furthest from them near [#saturationCustomers()]. Sources: R. R. Muntz and J. W.
/// Wong, *Asymptotic Properties of Closed Queueing Network Models* (1974); E. D. Lazowska, J.
/// Zahorjan, G. S. Graham and K. C. Sevcik, *Quantitative System Performance* (1984), chapter 5.
///
/// @param thinkSeconds the mean think time, at least 0
/// @param demandSeconds the demands of all stations together, above 0
/// @param bottleneckSeconds the largest demand for each server that a station has, above 0: jobs
///   end no closer together than this
public record AsymptoticBounds(
        double thinkSeconds, double demandSeconds, double bottleneckSeconds) {

    public AsymptoticBounds {
        Requirements.notNegative("think seconds", thinkSeconds);
        Requirements.positive("demand seconds", demandSeconds);
        Requirements.positive("bottleneck seconds", bottleneckSeconds);
        if (bottleneckSeconds > demandSeconds) {
            throw new IllegalArgumentException(
                    "bottleneck seconds must be at most the demand of "
                            + demandSeconds
                            + " s, was "
                            + bottleneckSeconds);
        }
    }

    /// N*: the number of customers from which on the bottleneck, not their number, bounds the
    /// throughput; some of them queue then even if all goes as well as it can.
    public double saturationCustomers() {
        return (demandSeconds + thinkSeconds) / bottleneckSeconds;
    }

    /// So many customers have at most this throughput, in jobs a second.
    public double mostThroughput(int customers) {
        Requirements.between("customers", 1, Integer.MAX_VALUE, customers);
        return Math.min(customers / (demandSeconds + thinkSeconds), 1 / bottleneckSeconds);
    }

    /// So many customers have at least this mean response, in seconds.
    public double leastResponseSeconds(int customers) {
        Requirements.between("customers", 1, Integer.MAX_VALUE, customers);
        return Math.max(demandSeconds, customers * bottleneckSeconds - thinkSeconds);
    }
}
