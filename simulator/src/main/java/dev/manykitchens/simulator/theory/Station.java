package dev.manykitchens.simulator.theory;

/// A place that every job of a closed network visits.
///
/// How many visits there are, and in which sequence, makes no difference: only the demand counts,
/// the mean time of service that a job needs there in all.
public sealed interface Station {

    /// What it is called in tables; not blank.
    String name();

    /// The mean service that a job needs here in all its visits, in seconds; above 0.
    double demandSeconds();

    /// A station that serves everybody at once, such as waiting for something outside.
    ///
    /// Any distribution of times gives the same figures.
    record Delay(String name, double demandSeconds) implements Station {

        public Delay {
            check(name, demandSeconds);
        }

        @Override
        public double completionsPerSecond(int present) {
            return present / demandSeconds;
        }
    }

    /// A station of some servers with one queue, such as cores, or the permits of a resource.
    ///
    /// Service times are exponential with a queue that is first come first served; or of any
    /// distribution when the servers are shared evenly.
    ///
    /// @param servers from 1 to [ErlangB#MOST_SERVERS]
    record Servers(String name, double demandSeconds, int servers) implements Station {

        public Servers {
            check(name, demandSeconds);
            Requirements.between("servers of " + name, 1, ErlangB.MOST_SERVERS, servers);
        }

        @Override
        public double completionsPerSecond(int present) {
            return Math.min(present, servers) / demandSeconds;
        }
    }

    /// How many jobs a second get all that they need here, while so many are here.
    double completionsPerSecond(int present);

    private static void check(String name, double demandSeconds) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a station must have a name, was blank");
        }
        Requirements.positive("demand seconds of " + name, demandSeconds);
    }
}
