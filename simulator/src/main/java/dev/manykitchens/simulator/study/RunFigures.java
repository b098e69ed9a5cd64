package dev.manykitchens.simulator.study;

import dev.manykitchens.core.measurement.Latency;
import dev.manykitchens.core.measurement.Split;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StrikeCounts;
import dev.manykitchens.simulator.kitchen.Replication;
import dev.manykitchens.simulator.kitchen.ResourceUsage;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The figures of one replication: seconds, parts from 0 to 1, and counts.
///
/// @param jobs how many came
/// @param leftOut how many of the first are not in `response`, `waiting` and `late`, since the
///   system had not settled
/// @param elapsed from the first instant to the last job's end
/// @param response from arrival to end
/// @param waiting the mean time from arrival until a thread began with the job
/// @param late how many jobs had a deadline and missed it, as a part of those that had one; NaN
///   when none had
/// @param cores the part of the cores' time in which they computed
/// @param slots the part of the slots' time in which they had a job; NaN where nothing limits them
/// @param resources the part of each resource's time in which it was held
/// @param inSystem the mean number of jobs that had come and not ended
/// @param mostInSystem the most of them at an instant
/// @param failed jobs without a result
/// @param retried how many times a job was run again, because its worker was lost
/// @param workersLost how many workers died or fell silent
/// @param strikes which faults struck them
/// @param split where the time of a job went
/// @param classes the response of the jobs of each class, in the order of the scenario; empty where
///   there is only one
/// @param events how many events the replication took
public record RunFigures(
        int jobs,
        int leftOut,
        double elapsed,
        Latency response,
        double waiting,
        double late,
        double cores,
        double slots,
        Map<String, Double> resources,
        double inSystem,
        int mostInSystem,
        int failed,
        int retried,
        int workersLost,
        StrikeCounts strikes,
        Split split,
        List<Latency> classes,
        long events) {

    public RunFigures {
        classes = List.copyOf(classes);
    }

    /// Jobs that ended, a second.
    public double throughput() {
        return jobs / elapsed;
    }

    /// Of a replication.
    ///
    /// @param slots how many jobs run at once at most; 0 when nothing limits them
    /// @param beginning how many of the first jobs are left out, if there are more
    static RunFigures of(Replication run, Scenario scenario, int cores, int slots, int beginning) {
        int leftOut = beginning < run.jobs() ? beginning : 0;
        long[] responses = Arrays.copyOfRange(run.responseNanos(), leftOut, run.jobs());
        double waiting = 0;
        for (int job = leftOut; job < run.jobs(); job++) {
            waiting += run.waitNanos()[job];
        }
        double elapsed = run.elapsedSeconds();
        return new RunFigures(
                run.jobs(),
                leftOut,
                elapsed,
                Latency.of(responses),
                waiting / 1e9 / responses.length,
                late(run, scenario, leftOut),
                share(run.busyCoreNanos(), elapsed * cores),
                slots == 0 ? Double.NaN : share(run.sums().service(), elapsed * slots),
                resources(run),
                share(run.inSystemNanos(), elapsed),
                run.mostInSystem(),
                run.failed(),
                run.retried(),
                run.workersLost(),
                run.strikes(),
                split(run),
                classes(run, scenario, leftOut),
                run.events());
    }

    private static double share(double nanos, double seconds) {
        return seconds == 0 ? 0 : nanos / 1e9 / seconds;
    }

    private static double late(Replication run, Scenario scenario, int from) {
        int with = 0;
        int late = 0;
        for (int job = from; job < run.jobs(); job++) {
            Optional<Duration> deadline = scenario.classes().get(run.jobClasses()[job]).deadline();
            if (deadline.isPresent()) {
                with++;
                late += run.responseNanos()[job] > deadline.get().toNanos() ? 1 : 0;
            }
        }
        return with == 0 ? Double.NaN : (double) late / with;
    }

    private static List<Latency> classes(Replication run, Scenario scenario, int from) {
        int count = scenario.classes().size();
        if (count == 1) {
            return List.of();
        }
        int[] jobs = new int[count];
        for (int job = from; job < run.jobs(); job++) {
            jobs[run.jobClasses()[job]]++;
        }
        List<long[]> responses = IntStream.of(jobs).mapToObj(long[]::new).toList();
        for (int job = from; job < run.jobs(); job++) {
            int jobClass = run.jobClasses()[job];
            responses.get(jobClass)[--jobs[jobClass]] = run.responseNanos()[job];
        }
        return responses.stream().map(Latency::of).toList();
    }

    private static Map<String, Double> resources(Replication run) {
        Map<String, Double> parts = new TreeMap<>();
        for (Map.Entry<String, ResourceUsage> used : run.resources().entrySet()) {
            parts.put(used.getKey(), used.getValue().utilisation(run.elapsedNanos()));
        }
        return parts;
    }

    private static Split split(Replication run) {
        Replication.Sums sums = run.sums();
        double jobs = run.jobs() * 1e9;
        double core = sums.service() - sums.stove() - sums.cpu() - sums.waiting() - sums.resource();
        return new Split(
                run.jobs(),
                sums.queue() / jobs,
                0,
                0,
                (sums.stove() + core) / jobs,
                sums.cpu() / jobs,
                (sums.waiting() + sums.resource()) / jobs,
                sums.returned() / jobs,
                core / jobs,
                sums.resource() / jobs);
    }
}
