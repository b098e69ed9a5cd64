package dev.manykitchens.report.text;

import java.util.List;

/// What the columns of the tables mean, for help texts. The whole of it, with the split and the
/// exports, is `docs/how-to/read-a-comparison.md`, and for what is simulated
/// `docs/how-to/trust-the-simulator.md`.
///
/// @param column its header in the table
/// @param meaning a sentence without a full stop
public record Legend(String column, String meaning) {

    /// The columns from left to right, and the sign for what is not known.
    public static final List<Legend> OF_COMPARISON =
            List.of(
                    new Legend(
                            "pool", "what ran the jobs; a pool that is named twice gets a number"),
                    new Legend(
                            "wall time",
                            "of a round, from the submission of its jobs until the last result: mean ± σ over rounds"),
                    new Legend("jobs/s", "jobs that ended, a second of wall time"),
                    new Legend(
                            "speed-up (95 %)",
                            "the mean wall time of the first pool named, divided by that of this one; in brackets its 95 % interval"),
                    new Legend(
                            "efficiency",
                            "speed-up per slot, where the first pool has 100 %; a slot is room for one job in progress"),
                    new Legend(
                            "start-up",
                            "from opening the pool until it could take jobs; no part of the wall time"),
                    new Legend(
                            "p50",
                            "the response of half of the jobs was at most so long: from submission to result, time in the queue included, so not the wall time of a job"),
                    new Legend("p99", "the same for 99 jobs in 100"),
                    new Legend(
                            "overhead/job",
                            "how long a slot stood idle before a job that was already there"),
                    new Legend(
                            "CPU",
                            "processor time of a round: this JVM and all worker JVMs of the pool"),
                    new Legend(
                            "memory",
                            "resident memory of this JVM and all worker JVMs of the pool, the most at the end of a round; pools inside this JVM share it"),
                    new Legend("failed", "jobs without a result; shown when there are any"),
                    new Legend(
                            "workers lost", "that died or fell silent; shown when there are any"),
                    new Legend(
                            "ran again",
                            "jobs that needed more than one attempt; shown when there are any"),
                    new Legend("rounds", "shown when pools have different numbers of them"),
                    new Legend(Figures.UNKNOWN, "not known, not limited, or not compared"));

    /// The columns of the table of a simulation from left to right.
    public static final List<Legend> OF_SIMULATION =
            List.of(
                    new Legend("pool", "what runs the jobs; the best stands first"),
                    new Legend(
                            "time",
                            "from the beginning until the last job has ended: mean over replications ± half of its 95 % interval; not shown where jobs keep coming"),
                    new Legend(
                            "response",
                            "from the arrival of a job until its end, on average; the mean over replications, as are p50 and p99"),
                    new Legend("p50", "the response of half of the jobs was at most so long"),
                    new Legend("p99", "the same for 99 jobs in 100"),
                    new Legend("wait", "from the arrival of a job until a thread began with it"),
                    new Legend(
                            "theory",
                            "the mean response by a formula of queueing theory; shown where one fits, ≈ before an approximation"),
                    new Legend(
                            "speed-up (95 %)",
                            "the time of the first pool named, where jobs keep coming its response, divided by that of this one in the same replication; in brackets the 95 % interval"),
                    new Legend(
                            "jobs/s",
                            "jobs that ended, a second: all jobs of all replications, by the time of all of them"),
                    new Legend(
                            "in system", "jobs that had come and not ended, on average over time"),
                    new Legend("cores", "the part of the cores' time in which they computed"),
                    new Legend(
                            "slots",
                            "the part of the threads' time in which they had a job, waiting or computing"),
                    new Legend(
                            "NAME",
                            "the part of a resource's time in which it was held; a column for each resource of the scenario"),
                    new Legend(
                            "late",
                            "jobs that took longer than their deadline, as a part of those that have one; shown when the scenario sets any"),
                    new Legend(
                            "workers lost",
                            "that died or fell silent, a replication; shown when there are any"),
                    new Legend(
                            "ran again",
                            "how often a job was begun again because its worker was lost, a replication; shown when there are any"),
                    new Legend(
                            "failed",
                            "jobs without a result, a replication; shown when there are any"),
                    new Legend(
                            "keeps up",
                            "no: jobs come faster than the pool can do them, so there are no figures; shown when it is so for a pool"),
                    new Legend(Figures.UNKNOWN, "not known, or not limited"));

    /// The columns of the table of loads from left to right.
    public static final List<Legend> OF_LOAD =
            List.of(
                    new Legend("pool", "what ran the jobs; those that keep up stand first"),
                    new Legend("offered", "jobs that came, a second"),
                    new Legend(
                            "completed",
                            "jobs whose outcome was known while others still came, a second"),
                    new Legend(
                            "response p50",
                            "half of the jobs were back so long after their intended start; then p90, p99, p99.9 and max likewise"),
                    new Legend(
                            "grows",
                            "stands for responses that only say how long the load went on"),
                    new Legend(
                            "service p50",
                            "half of the jobs ran for so long, without any queue; then service p99 likewise"),
                    new Legend(
                            "in system at end", "jobs that waited or ran when the last had come"),
                    new Legend("failed", "jobs without a result; shown when there are any"),
                    new Legend(
                            "cancelled",
                            "jobs that had not ended long after; shown when there are any"),
                    new Legend(
                            "late",
                            "jobs that took longer than their deadline, as a part of those that have one; shown when a scenario sets any"),
                    new Legend(
                            "keeps up",
                            "yes: the capacity is above the rate; no: it is not, and the queue grows; unclear: this load does not show it"));
}
