package dev.manykitchens.simulator.theory;

/// The loss formula: so many servers and no queue, so a job that finds all of them busy is turned
/// away (M/G/c/c).
///
/// Exact for Poisson arrivals and any distribution of service times, of which only the mean
/// matters. Source: A. K. Erlang, *Solution of some Problems in the Theory of Probabilities of
/// Significance in Automatic Telephone Exchanges* (1917); the insensitivity: B. A. Sevastyanov
/// (1957).
///
/// @param servers from 1 to [#MOST_SERVERS]
/// @param offeredLoad arrivals a second times mean service seconds, in erlangs; above 0, and it may
///   be more than the servers can do
public record ErlangB(int servers, double offeredLoad) {

    /// The most servers of any model.
    public static final int MOST_SERVERS = 100_000;

    public ErlangB {
        Requirements.between("servers", 1, MOST_SERVERS, servers);
        Requirements.positive("offered load in erlangs", offeredLoad);
    }

    /// The probability that a job is turned away; also the part of the time in which all servers
    /// are busy.
    ///
    /// By the recursion over servers B(k) = a B(k - 1) / (k + a B(k - 1)), whose terms are all
    /// positive, so that nothing cancels or overflows; it takes a step for each server.
    public double blockingProbability() {
        double blocking = 1;
        for (int busy = 1; busy <= servers; busy++) {
            blocking = further(blocking, busy, offeredLoad);
        }
        return blocking;
    }

    /// The offered load that is not turned away, in erlangs: the mean number of busy servers.
    public double carriedLoad() {
        return offeredLoad * (1 - blockingProbability());
    }

    /// The blocking with one more place, from that without it.
    ///
    /// @param busy how many servers are busy when that place is taken too
    static double further(double blocking, int busy, double offeredLoad) {
        // Divided by the load, so that a huge load does not overflow.
        return blocking / (busy / offeredLoad + blocking);
    }
}
