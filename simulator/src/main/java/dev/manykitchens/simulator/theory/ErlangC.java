package dev.manykitchens.simulator.theory;

/// The delay formula: the probability that a job of an M/M/c queue has to wait.
///
/// Exact for Poisson arrivals and exponential service times; for other service times it is an
/// approximation, usually a good one. Source: A. K. Erlang (1917), as [ErlangB], from which it is
/// computed: R. B. Cooper, *Introduction to Queueing Theory*, 2nd ed. (1981), chapter 3.
///
/// @param servers from 1 to [ErlangB#MOST_SERVERS]
/// @param offeredLoad arrivals a second times mean service seconds, in erlangs; above 0 and less
///   than the servers
public record ErlangC(int servers, double offeredLoad) {

    public ErlangC {
        Requirements.between("servers", 1, ErlangB.MOST_SERVERS, servers);
        Requirements.positive("offered load in erlangs", offeredLoad);
        if (offeredLoad >= servers) {
            throw new IllegalArgumentException(
                    "offered load must be below the number of servers, was "
                            + offeredLoad
                            + " erlangs on servers: "
                            + servers);
        }
    }

    /// The probability that a job finds all servers busy.
    public double waitProbability() {
        double blocking = new ErlangB(servers, offeredLoad).blockingProbability();
        // c B / (c - a (1 - B)), with nothing but positive terms.
        return servers * blocking / (servers - offeredLoad + offeredLoad * blocking);
    }
}
