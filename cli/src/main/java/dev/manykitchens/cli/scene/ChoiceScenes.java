package dev.manykitchens.cli.scene;

import dev.manykitchens.core.comparison.PoolMeasurement;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// Scenes that ask which pool to choose.
final class ChoiceScenes {

    /// A pool that is slower by less is as good as the fastest.
    private static final double AS_GOOD = 1.1;

    private static final String NO_WINNER = "no clear winner";

    private ChoiceScenes() {}

    static Scene hybrid() {
        return new Scene(
                "hybrid",
                "Requests that wait a little and compute a little: which pool?",
                "An event loop overlaps all the waits but computes alone, threads overlap as many waits as"
                        + " there are threads; a hybrid overlaps all waits and computes on every core.",
                new Teaching(
                        "A hundred requests wait 20 ms and compute 2 ms each. What"
                                + " holds back one event loop, and what holds back eight threads?",
                        "A hybrid is at least as good as an event loop and as threads"
                                + " for jobs that wait and compute.",
                        Lesson.CHOOSING),
                ChoiceScenes::playHybrid);
    }

    private static void playHybrid(Stage stage) throws InterruptedException {
        int jobs = 100;
        int threads = 8;
        Duration wait = Duration.ofMillis(20);
        Duration compute = Duration.ofMillis(2);
        Jobs requests =
                stage.jobs(
                        "serve_request",
                        Collections.nCopies(jobs, List.of("20ms", "2ms")).toArray());
        try (ScenePool async = stage.open("async");
                ScenePool eight = stage.open("threads:" + threads);
                ScenePool hybrid = stage.open("hybrid:" + stage.workers())) {
            List<Performance> best = Race.run(stage, requests, async, eight, hybrid);
            Duration rounds = wait.plus(compute).multipliedBy((jobs + threads - 1) / threads);
            stage.computes(
                    "async", stage.scaled(wait.plus(compute.multipliedBy(jobs))), best.get(0));
            stage.computes(eight.spec(), stage.scaled(rounds), best.get(1));
            double better = Math.min(best.get(0).elapsedNanos(), best.get(1).elapsedNanos());
            stage.check(
                    hybrid.spec(),
                    Promise.atMost(Quantity.SECONDS, better * AS_GOOD / 1e9),
                    Measured.nanos(best.get(2).elapsedNanos()),
                    "");
        }
    }

    static Scene whichPool() {
        return new Scene(
                "which-pool",
                "Waiting, computing, or both: is the rule of thumb right here?",
                "Waiting needs many jobs in progress and no cores, computing needs cores and a stove on"
                        + " each, and jobs that do both need both.",
                new Teaching(
                        "Name a pool for jobs that wait, one for jobs that compute"
                                + " under a GIL, one for jobs that compute without it, and one for"
                                + " jobs that do both.",
                        "The rules of thumb hold on this machine, or it says why not.",
                        Lesson.CHOOSING),
                ChoiceScenes::playWhichPool);
    }

    private static void playWhichPool(Stage stage) throws InterruptedException {
        String cores = ":" + stage.workers();
        String threads = "threads" + cores;
        String processes = "processes" + cores + "+gil";
        Jobs waits = stage.jobs("wait", Collections.nCopies(16, "40ms").toArray());
        Jobs crunches = stage.jobs("crunch", Collections.nCopies(4, "250ms").toArray());
        Jobs requests =
                stage.jobs(
                        "serve_request", Collections.nCopies(60, List.of("20ms", "2ms")).toArray());
        judge(
                stage,
                "waiting",
                new Promise.OneOf("async or threads", List.of("async", "threads:16")),
                stage.compare(waits, "sequential", "async", threads, "threads:16").ranked());
        List<PoolMeasurement> computing =
                stage.compare(crunches, "sequential", threads + "+gil", processes, threads)
                        .ranked();
        judge(
                stage,
                "computing, GIL",
                needingCores("processes", processes),
                computing.stream().filter(pool -> !pool.name().equals(threads)).toList());
        judge(
                stage,
                "computing, no GIL",
                needingCores("threads, processes", threads, processes),
                computing);
        judge(
                stage,
                "both",
                needingCores("hybrid", "hybrid" + cores),
                stage.compare(requests, "async", "threads:8", "hybrid" + cores).ranked());
    }

    /// The rule's pool, where there are cores for it; with one core nothing helps who computes.
    private static Promise.OneOf needingCores(String rule, String... pools) {
        return Runtime.getRuntime().availableProcessors() > 1
                ? new Promise.OneOf(rule, List.of(pools))
                : new Promise.OneOf("none, 1 core", List.of(NO_WINNER, "sequential", "async"));
    }

    /// Names the pool that was the fastest, unless one that the rule does not name was as good.
    private static void judge(
            Stage stage, String label, Promise.OneOf rule, List<PoolMeasurement> ranked) {
        double best = mean(ranked.getFirst());
        List<String> asGood =
                ranked.stream()
                        .filter(pool -> mean(pool) <= best * AS_GOOD)
                        .map(PoolMeasurement::name)
                        .toList();
        String advice =
                asGood.size() == 1 || rule.answers().containsAll(asGood)
                        ? asGood.getFirst()
                        : NO_WINNER;
        String times =
                ranked.stream()
                        .map(pool -> pool.name() + " " + Quantity.SECONDS.text(mean(pool)))
                        .collect(Collectors.joining(", "));
        stage.check(label, rule, Measured.said(advice), times);
    }

    private static double mean(PoolMeasurement pool) {
        return pool.times().mean();
    }
}
