package dev.manykitchens.cli.scene;

import dev.manykitchens.core.stove.StoveSpec;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Scenes in which jobs compute: what counts is the cores, and how many threads may use them at
/// once.
final class ComputingScenes {

    private ComputingScenes() {}

    static Scene heavySum() {
        return new Scene(
                "heavy-sum",
                "The sum of 0 to 9,999,999, three times: who beats one thread?",
                "Adding needs a core and a stove: with one stove threads only take turns, whereas threads"
                        + " with a stove each, or kitchens, use every core there is.",
                new Teaching(
                        "How many times as fast as one thread are three threads with"
                                + " one stove, three with a stove each, and three kitchens?",
                        "With one stove three threads gain nothing; with a stove each,"
                                + " or in three kitchens, they gain what the cores give.",
                        Lesson.MANY_KITCHENS),
                ComputingScenes::playHeavySum);
    }

    private static void playHeavySum(Stage stage) throws InterruptedException {
        Cores cores = stage.cores();
        try (ScenePool sequential = stage.open("sequential");
                ScenePool oneStove = stage.open("threads:3+gil");
                ScenePool threads = stage.open("threads:3");
                ScenePool processes = stage.open("processes:3")) {
            processes.perform(sums(stage, 10));
            long roundNanos = sumNanos(stage, sequential);
            Duration wanted = stage.scaled(Duration.ofMillis(250));
            int rounds = (int) Math.max(1, Math.round((double) wanted.toNanos() / roundNanos));
            Jobs sums = sums(stage, rounds);
            List<Performance> best =
                    Race.run(stage, sums, sequential, oneStove, threads, processes);
            Performance alone = best.get(0);
            stage.computes(
                    "sequential",
                    Duration.ofNanos(roundNanos * rounds * sums.size()),
                    alone,
                    rounds == 1 ? "" : "each sum made %d times over".formatted(rounds));
            stage.gains("threads:3+gil", Promise.gainsNothing(), alone, best.get(1));
            stage.gains("threads:3", cores.promise(3), alone, best.get(2));
            long trip = stage.tripNanos(processes, 3);
            stage.gains(
                    processes.spec(),
                    cores.promise(3, alone.elapsedNanos(), trip),
                    alone,
                    best.get(3),
                    Stream.of(Stage.startup(best.get(3)), "summed by PID " + best.get(3).pids())
                            .filter(remark -> !remark.isEmpty())
                            .collect(Collectors.joining(", ")));
            stage.eachResult("each sum", "49999995000000", best);
        }
    }

    private static Jobs sums(Stage stage, int rounds) {
        List<Integer> arguments = List.of(0, 10_000_000, rounds);
        return stage.jobs("sum_range", arguments, arguments, arguments);
    }

    /// What one sum takes here when nobody else computes: the best of a few.
    private static long sumNanos(Stage stage, ScenePool sequential) throws InterruptedException {
        Jobs sums = sums(stage, 2);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            best = Math.min(best, sequential.perform(sums).elapsedNanos());
        }
        return best / (2L * sums.size());
    }

    static Scene oneStove() {
        return new Scene(
                "one-stove",
                "What does a Global Interpreter Lock cost, and when nothing?",
                "One stove lets one thread of a kitchen compute at a time, so only more kitchens help;"
                        + " whoever waits needs no stove, and waits overlap all the same.",
                new Teaching(
                        "Four threads share one stove. How many times as fast as one"
                                + " thread are they when they compute, and when they wait?",
                        "With one stove CPU work gains nothing in one process, and"
                                + " waits gain everything.",
                        Lesson.ONE_STOVE),
                ComputingScenes::playOneStove);
    }

    private static void playOneStove(Stage stage) throws InterruptedException {
        Cores cores = stage.cores();
        Duration wait = stage.scaled(Duration.ofMillis(500));
        Jobs crunch = stage.jobs("crunch", copies(4, "250ms"));
        Jobs waits = stage.jobs("wait", copies(4, "500ms"));
        try (ScenePool sequential = stage.open("sequential");
                ScenePool oneStove = stage.open("threads:4+gil");
                ScenePool kitchens = stage.open("processes:4+gil");
                ScenePool threads = stage.open("threads:4")) {
            List<Performance> best =
                    Race.run(stage, crunch, sequential, oneStove, kitchens, threads);
            Performance alone = best.get(0);
            stage.computes("cpu sequential", stage.scaled(Duration.ofSeconds(1)), alone);
            stage.gains("cpu threads:4+gil", Promise.gainsNothing(), alone, best.get(1));
            long trip = stage.tripNanos(kitchens, 4);
            Promise afterTheTrip = cores.promise(4, alone.elapsedNanos(), trip);
            stage.gains("cpu processes:4+gil", afterTheTrip, alone, best.get(2));
            stage.gains("cpu threads:4", cores.promise(4), alone, best.get(3));
            for (ScenePool pool : List.of(oneStove, kitchens, threads)) {
                stage.waits("wait " + pool.spec(), Promise.waits(wait), pool, waits);
            }
        }
    }

    static Scene convoy() {
        return new Scene(
                "convoy",
                "Short jobs beside one that computes for long: how late are they?",
                "With one stove a short job gets it when the switch interval of 5 ms is over, each time it"
                        + " needs it; the interval belongs to the lock and does not shrink with the time"
                        + " scale.",
                new Teaching(
                        "The long job never lets go by itself. Is a short job late by"
                                + " nothing, by some milliseconds, or by all of the long job?",
                        "Each need of a stove that is in use costs one switch interval.",
                        Lesson.ONE_STOVE),
                ComputingScenes::playConvoy);
    }

    private static void playConvoy(Stage stage) throws InterruptedException {
        try (ScenePool oneStove = stage.open("threads:2+gil");
                ScenePool threads = stage.open("threads:2")) {
            for (int needs : List.of(1, 2, 4)) {
                stage.check(
                        (needs == 1 ? "1 need, " : needs + " needs, ") + oneStove.spec(),
                        late(needs),
                        lateness(stage, oneStove, needs),
                        "");
            }
            stage.check(
                    "4 needs, " + threads.spec(), hardlyLate(), lateness(stage, threads, 4), "");
        }
    }

    /// A switch interval for each need, and what waking up takes.
    private static Promise late(int needs) {
        double seconds = needs * StoveSpec.GIL_SWITCH_INTERVAL.toNanos() / 1e9;
        return new Promise.Within(
                Quantity.SECONDS,
                "+" + Quantity.SECONDS.text(seconds),
                seconds * 0.9,
                seconds * 1.4 + 0.001);
    }

    private static Promise hardlyLate() {
        return Promise.atMost(Quantity.SECONDS, StoveSpec.GIL_SWITCH_INTERVAL.toNanos() / 1e9 / 2);
    }

    /// How much longer than its own waits a job takes beside one that computes all the time: the
    /// median.
    private static Measured lateness(Stage stage, ScenePool pool, int needs)
            throws InterruptedException {
        Jobs computing = stage.jobs("crunch", "800ms");
        Jobs stirring = stage.jobs("stir_pot", copies(20, List.of(needs, "5ms")));
        pool.rehearse(computing, stirring);
        List<List<JobRun>> runs = pool.perform(computing, stirring).runs();
        long over = runs.getFirst().getFirst().finishedNanos();
        long own = stage.scaled(Duration.ofMillis(5)).toNanos() * needs;
        long[] late =
                runs.getLast().stream()
                        .filter(run -> run.finishedNanos() <= over)
                        .mapToLong(run -> run.serviceNanos() - own)
                        .sorted()
                        .toArray();
        if (late.length == 0) {
            return Measured.said("nothing");
        }
        return Measured.nanos(late[late.length / 2]);
    }

    static Scene freeTheStove() {
        return new Scene(
                "free-the-stove",
                "Can jobs compute side by side although there is one stove?",
                "A job that lets go of the stove while it computes, as a native extension releases"
                        + " Python's lock, leaves it to the others: then the cores count and not the"
                        + " stoves.",
                new Teaching(
                        "Four threads, one stove, and each job sets the stove free"
                                + " before it computes. How many times as fast as one thread?",
                        "Jobs that let go of the stove compute side by side.",
                        Lesson.ONE_STOVE),
                ComputingScenes::playFreeTheStove);
    }

    private static void playFreeTheStove(Stage stage) throws InterruptedException {
        Cores cores = stage.cores();
        Jobs held = stage.jobs("crunch", copies(4, "150ms"));
        Jobs free = stage.jobs("crunch_native", copies(4, "150ms"));
        try (ScenePool sequential = stage.open("sequential");
                ScenePool pool = stage.open("threads:4+gil")) {
            List<Performance> best =
                    Race.run(
                            stage,
                            List.of(
                                    new Race.Entrant(sequential, held),
                                    new Race.Entrant(pool, held),
                                    new Race.Entrant(pool, free)));
            Performance alone = best.get(0);
            stage.computes("sequential", stage.scaled(Duration.ofMillis(600)), alone);
            stage.gains("stove kept", Promise.gainsNothing(), alone, best.get(1), pool.spec());
            stage.gains("stove set free", cores.promise(4), alone, best.get(2), pool.spec());
        }
    }

    private static Object[] copies(int count, Object argument) {
        return Collections.nCopies(count, argument).toArray();
    }
}
