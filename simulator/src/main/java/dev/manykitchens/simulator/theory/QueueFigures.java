package dev.manykitchens.simulator.theory;

/// The long-run figures of a queueing system, alike for all models.
///
/// Of a system that turns jobs away they are those of the jobs that it took.
///
/// @param utilisation the mean part of the servers that is busy, from 0 to 1
/// @param waitProbability the probability that a job is not served at full speed at once, from 0 to
///   1
/// @param waitSeconds the mean of what a job's response takes beyond its service: its time in the
///   queue, or, where servers are shared, what sharing adds
/// @param responseSeconds the mean time from a job's arrival to its end: wait and service
/// @param inQueue the mean number of jobs in the queue; where servers are shared, the part of the
///   jobs in the system that Little's law gives to the wait
/// @param inSystem the mean number of jobs that have come and not ended
/// @param throughput jobs that end, a second
public record QueueFigures(
        double utilisation,
        double waitProbability,
        double waitSeconds,
        double responseSeconds,
        double inQueue,
        double inSystem,
        double throughput) {

    public QueueFigures {
        Requirements.probability("utilisation", utilisation);
        Requirements.probability("wait probability", waitProbability);
        Requirements.notNegative("wait seconds", waitSeconds);
        Requirements.notNegative("response seconds", responseSeconds);
        Requirements.notNegative("jobs in the queue", inQueue);
        Requirements.notNegative("jobs in the system", inSystem);
        Requirements.notNegative("throughput", throughput);
    }

    /// The figures of jobs that wait so long and then take their service, by Little's law.
    static QueueFigures of(
            double throughput,
            double serviceSeconds,
            int servers,
            double waitProbability,
            double waitSeconds) {
        double busy = throughput * serviceSeconds;
        double inQueue = throughput * waitSeconds;
        return new QueueFigures(
                atMostOne(busy / servers),
                atMostOne(waitProbability),
                waitSeconds,
                waitSeconds + serviceSeconds,
                inQueue,
                inQueue + busy,
                throughput);
    }

    // Rounding may take a system that is always busy a little above 1.
    private static double atMostOne(double part) {
        return Math.min(1, part);
    }
}
