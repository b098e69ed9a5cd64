package dev.manykitchens.simulator.theory;

/// Poisson arrivals, exponential service times, some servers and a bounded queue: a job that finds
/// no place is turned away and does not come again (M/M/c/K).
///
/// Exact, and stable under any load. Source: D. Gross and C. M. Harris, *Fundamentals of Queueing
/// Theory* (3rd ed. 1998), section 2.4. With as many places as servers it is the loss system of
/// [ErlangB], and then holds for any distribution of service times.
///
/// @param arrivalsPerSecond all that come, taken or not; above 0
/// @param serviceSeconds the mean, above 0
/// @param servers from 1 to [ErlangB#MOST_SERVERS]
/// @param places how many jobs there may be, those in service included: from the servers to
///   [#MOST_PLACES]
public record MMcKQueue(double arrivalsPerSecond, double serviceSeconds, int servers, int places)
        implements QueueModel {

    /// The most jobs in a bounded system.
    public static final int MOST_PLACES = 1_000_000;

    public MMcKQueue {
        Requirements.positive("arrivals a second", arrivalsPerSecond);
        Requirements.positive("service seconds", serviceSeconds);
        Requirements.positive("offered load in erlangs", arrivalsPerSecond * serviceSeconds);
        Requirements.between("servers", 1, ErlangB.MOST_SERVERS, servers);
        Requirements.between("places", servers, MOST_PLACES, places);
    }

    @Override
    public String notation() {
        return "M/M/" + servers + "/" + places;
    }

    /// The probability that a job is turned away; also the part of the time in which all places are
    /// taken.
    public double blockingProbability() {
        double load = load();
        double blocking = new ErlangB(servers, load).blockingProbability();
        for (int place = servers + 1; place <= places; place++) {
            blocking = ErlangB.further(blocking, servers, load);
        }
        return blocking;
    }

    /// The figures of the jobs that are taken.
    @Override
    public QueueFigures figures() {
        double load = load();
        BirthDeath jobs = new BirthDeath(places, _ -> load, number -> Math.min(number, servers));
        // What ends, rather than what comes and is taken: under a huge load that would cancel.
        double busy = jobs.mean(number -> Math.min(number, servers));
        double inQueue = jobs.mean(number -> Math.max(0, number - servers));
        double taken = jobs.mean(number -> number < places ? 1 : 0);
        double takenToWait = jobs.mean(number -> number >= servers && number < places ? 1 : 0);
        double throughput = busy / serviceSeconds;
        return QueueFigures.of(
                throughput, serviceSeconds, servers, takenToWait / taken, inQueue / throughput);
    }

    private double load() {
        return arrivalsPerSecond * serviceSeconds;
    }
}
