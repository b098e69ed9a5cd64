package dev.manykitchens.cli.scene;

import dev.manykitchens.core.comparison.ComparisonResult;
import dev.manykitchens.core.comparison.PoolMeasurement;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// Scenes that ask which pool to choose.
final class ChoiceScenes {

    /// A pool that is slower by less is as good as the fastest.
    private static final double AS_GOOD = 1.1;

    private ChoiceScenes() {}

    static Scene hybrid() {
        return new Scene(
                "hybrid",
                "Requests that wait a little and compute a little: which pool?",
                "An event loop overlaps all the waits but computes alone, threads overlap as many waits as"
                        + " there are threads; a hybrid overlaps all waits and computes on every core.",
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
                ChoiceScenes::playWhichPool);
    }

    private static void playWhichPool(Stage stage) throws InterruptedException {
        int workers = stage.workers();
        Object[] waits = Collections.nCopies(16, "40ms").toArray();
        Object[] crunches = Collections.nCopies(8, "40ms").toArray();
        Object[] requests = Collections.nCopies(60, List.of("20ms", "2ms")).toArray();
        judge(
                stage,
                "waiting",
                "async or threads",
                List.of("async", "threads:16"),
                stage.compare(
                        stage.jobs("wait", waits),
                        "sequential",
                        "async",
                        "threads:" + workers,
                        "threads:16"));
        judge(
                stage,
                "computing",
                "processes",
                List.of("processes:" + workers + "+gil"),
                stage.compare(
                        stage.jobs("crunch", crunches),
                        "sequential",
                        "async",
                        "threads:" + workers + "+gil",
                        "processes:" + workers + "+gil"));
        judge(
                stage,
                "computing, no GIL",
                "threads",
                List.of("threads:" + workers),
                stage.compare(
                        stage.jobs("crunch", crunches),
                        "sequential",
                        "async",
                        "threads:" + workers));
        judge(
                stage,
                "both",
                "hybrid",
                List.of("hybrid:" + workers),
                stage.compare(
                        stage.jobs("serve_request", requests),
                        "async",
                        "threads:8",
                        "hybrid:" + workers));
    }

    /// Names the best pool by its own measurements: the rule's one when nothing is clearly faster.
    private static void judge(
            Stage stage,
            String label,
            String rule,
            List<String> rulesPools,
            ComparisonResult comparison) {
        List<PoolMeasurement> ranked = comparison.ranked();
        PoolMeasurement fastest = ranked.getFirst();
        String best =
                ranked.stream()
                        .filter(pool -> mean(pool) <= mean(fastest) * AS_GOOD)
                        .map(PoolMeasurement::name)
                        .filter(rulesPools::contains)
                        .findFirst()
                        .orElse(fastest.name());
        String times =
                ranked.stream()
                        .map(pool -> pool.name() + " " + Quantity.SECONDS.text(mean(pool)))
                        .collect(Collectors.joining(", "));
        stage.check(label, new Promise.OneOf(rule, rulesPools), Measured.said(best), times);
    }

    private static double mean(PoolMeasurement pool) {
        return pool.times().mean();
    }
}
