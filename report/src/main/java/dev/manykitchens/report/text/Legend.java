package dev.manykitchens.report.text;

import java.util.List;

/// What the columns of the comparison table mean, for a help text. The whole of it, with the split
/// and the exports, is `docs/how-to/read-a-comparison.md`.
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
