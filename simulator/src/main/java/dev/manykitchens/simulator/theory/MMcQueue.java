package dev.manykitchens.simulator.theory;

/// Poisson arrivals, exponential service times, some servers, one queue without an end, first come
/// first served (M/M/c; with one server M/M/1).
///
/// Exact. Sources: L. Kleinrock, *Queueing Systems* vol. 1 (1975), sections 3.2 and 3.5; the
/// distributions of wait and response: D. Gross and C. M. Harris, *Fundamentals of Queueing Theory*
/// (3rd ed. 1998), section 2.3.
///
/// @param arrivalsPerSecond above 0
/// @param serviceSeconds the mean, above 0
/// @param servers from 1 to [ErlangB#MOST_SERVERS], and more than the offered load
public record MMcQueue(double arrivalsPerSecond, double serviceSeconds, int servers)
        implements QueueModel {

    public MMcQueue {
        Requirements.stable(arrivalsPerSecond, serviceSeconds, servers);
    }

    @Override
    public String notation() {
        return "M/M/" + servers;
    }

    @Override
    public QueueFigures figures() {
        double waiting = waitProbability();
        return QueueFigures.of(
                arrivalsPerSecond,
                serviceSeconds,
                servers,
                waiting,
                waiting * serviceSeconds / spareServers());
    }

    /// The probability that a job waits at all.
    public double waitProbability() {
        return new ErlangC(servers, load()).waitProbability();
    }

    /// The probability that a job waits for longer than this.
    ///
    /// @param seconds at least 0
    public double waitTail(double seconds) {
        Requirements.notNegative("seconds", seconds);
        return waitProbability() * Math.exp(-spareServers() * (seconds / serviceSeconds));
    }

    /// The time within which such a part of the jobs begins to be served.
    ///
    /// @param part from 0 to less than 1, such as 0.99
    /// @return in seconds; 0 when at least that part does not wait
    public double waitQuantile(double part) {
        double longer = Quantiles.tailOf(part);
        double waiting = waitProbability();
        return longer >= waiting
                ? 0
                : Math.log(waiting / longer) * (serviceSeconds / spareServers());
    }

    /// The probability that a job's response, wait and service, takes longer than this.
    ///
    /// @param seconds at least 0
    public double responseTail(double seconds) {
        Requirements.notNegative("seconds", seconds);
        return responseTail(seconds, waitProbability());
    }

    /// The time within which such a part of the jobs has its response.
    ///
    /// @param part from 0 to less than 1, such as 0.99
    /// @return in seconds, as exactly as a number can say it
    public double responseQuantile(double part) {
        double waiting = waitProbability();
        return Quantiles.solve(part, serviceSeconds, seconds -> responseTail(seconds, waiting));
    }

    // A service time, and with the probability of waiting also an exponential wait, which is a sum
    // of two exponential times: e^-x + C x (e^-sx - e^-x) / (x - sx), in units of the service time.
    private double responseTail(double seconds, double waiting) {
        double time = seconds / serviceSeconds;
        double spare = spareServers();
        double slower = Math.exp(-Math.min(1, spare) * time);
        if (slower == 0) {
            return 0;
        }
        double apart = Math.abs(spare - 1) * time;
        // (1 - e^-y) / y, which is 1 where both rates are the same.
        double between = apart == 0 ? 1 : -Math.expm1(-apart) / apart;
        return Math.min(1, Math.exp(-time) + waiting * time * slower * between);
    }

    private double load() {
        return arrivalsPerSecond * serviceSeconds;
    }

    // How many servers are idle in the mean: the rate at which a queue shrinks, a service time.
    private double spareServers() {
        return servers - load();
    }
}
