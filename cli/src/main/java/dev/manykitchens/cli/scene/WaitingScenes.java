package dev.manykitchens.cli.scene;

import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.recipe.JobRandom;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Scenes in which jobs wait: every pool that has several of them in progress is faster.
final class WaitingScenes {

    private static final Duration ONE = Duration.ofSeconds(1);
    private static final Duration TWO = Duration.ofSeconds(2);

    private WaitingScenes() {}

    static Scene computeSquare() {
        return new Scene(
                "compute-square",
                "Four jobs of 2 s each: how long do they take together?",
                "Four kitchens work at the same time, and results come back in the order in which the"
                        + " jobs were submitted, whoever finishes first.",
                new Teaching(
                        "One cook needs 8 s. How long do four kitchens need, and in"
                                + " which order do the results come?",
                        "Four jobs on four worker JVMs take as long as one, and their"
                                + " results come in order of submission.",
                        Lesson.MANY_KITCHENS),
                stage -> {
                    Jobs squares = stage.jobs("compute_square", 1, 2, 3, 4).waiting(TWO);
                    Performance one = stage.waits("sequential", Duration.ofSeconds(8), squares);
                    Performance four = stage.waits("processes:4", TWO, squares);
                    stage.results("[1, 4, 9, 16]", one, four);
                });
    }

    static Scene futures() {
        return new Scene(
                "futures",
                "What must change in a program to go from threads to processes?",
                "One word, the name of the pool: five jobs of 1 s on three workers are two rounds on"
                        + " either, with the same results in the same order.",
                new Teaching(
                        "Five jobs of 1 s on three workers: how many seconds with"
                                + " threads, and how many with processes?",
                        "Threads or processes is one word.",
                        Lesson.ONE_WORD),
                stage -> {
                    Jobs squares = stage.jobs("compute_square", 0, 1, 2, 3, 4).waiting(ONE);
                    Performance threads = stage.waits("threads:3", TWO, squares);
                    Performance processes = stage.waits("processes:3", TWO, squares);
                    stage.results("[0, 1, 4, 9, 16]", threads, processes);
                });
    }

    static Scene teaShop() {
        return new Scene(
                "tea-shop",
                "Three orders and three chais: what does a second cook change?",
                "One cook first takes three orders of 2 s and then brews three cups of 3 s; with two cooks"
                        + " the orders are taken while the chai draws, and the longer of the two counts.",
                new Teaching(
                        "One cook needs 15 s. Do two cooks need half of that?",
                        "Two cooks take as long as the slower of them.",
                        Lesson.THREADS),
                stage -> {
                    Jobs customers = stage.jobs("take_order", 3);
                    Jobs cups = stage.jobs("brew_chai", 3);
                    stage.waits("sequential", Duration.ofSeconds(15), customers, cups);
                    stage.waits("threads:2", Duration.ofSeconds(9), customers, cups);
                    stage.waits("processes:2", Duration.ofSeconds(9), customers, cups);
                });
    }

    static Scene downloads() {
        return new Scene(
                "downloads",
                "Two downloads of 2 s: must one wait for the other?",
                "A download waits for the network and not for a processor: two threads wait side by"
                        + " side, and one event loop holds both waits with a thread for neither.",
                new Teaching(
                        "One after the other takes 4 s. How long do two threads take,"
                                + " and how long does one thread that runs an event loop?",
                        "Waits overlap on two threads, and on an event loop that is one thread.",
                        Lesson.EVENT_LOOP),
                stage -> {
                    Jobs files = stage.jobs("download_file", "menu.pdf", "photo.jpg");
                    stage.waits("sequential", Duration.ofSeconds(4), files);
                    stage.waits("threads:2", TWO, files);
                    stage.waits("async", TWO, files);
                });
    }

    static Scene threeWaits() {
        return new Scene(
                "three-waits",
                "Three jobs wait 2 s each: is that 6 s?",
                "Three threads begin to wait at once and end at once: waits overlap, they do not add up.",
                new Teaching(
                        "Three threads, on however many cores you have: 6 s, 3 s or 2 s?",
                        "Waits overlap: three threads wait as long as one.",
                        Lesson.THREADS),
                stage -> stage.waits("threads:3", TWO, stage.jobs("wait", "2s", "2s", "2s")));
    }

    static Scene randomWaits() {
        return new Scene(
                "random-waits",
                "Three jobs wait for 1 to 3 s each: when are all of them done?",
                "When the longest wait is over; the seed fixes the waits, so every pool waits the same,"
                        + " in whatever process the jobs run.",
                new Teaching(
                        "Is it the sum, the mean or the longest of the three waits, and"
                                + " is it another one on another pool?",
                        "The longest wait counts, and the seed fixes it on every pool.",
                        Lesson.EVENT_LOOP),
                WaitingScenes::playRandomWaits);
    }

    private static void playRandomWaits(Stage stage) throws InterruptedException {
        long seed = 2;
        String range = "1s..3s";
        Jobs jobs = stage.jobs("wait", range, range, range).seeded(seed);
        List<Duration> drawn =
                IntStream.range(0, jobs.size())
                        .mapToObj(job -> JobRandom.of(seed, job).within(DurationRange.parse(range)))
                        .toList();
        Duration longest = drawn.stream().max(Duration::compareTo).orElseThrow();
        Performance async = stage.waits("async", longest, jobs);
        Performance threads = stage.waits("threads:3", longest, jobs);
        Performance processes = stage.waits("processes:3", longest, jobs);
        String expected = drawn.stream().map(DurationRange::text).toList().toString();
        boolean same =
                Stream.of(async, threads, processes).allMatch(p -> p.results().equals(expected));
        stage.check(
                "drawn waits",
                Promise.exactly("as the seed says"),
                Measured.said(same ? "as the seed says" : "others"),
                "seed %d: %s"
                        .formatted(
                                seed,
                                drawn.stream()
                                        .map(stage::scaled)
                                        .map(wait -> Measured.nanos(wait.toNanos()).text())
                                        .collect(Collectors.joining(", "))));
    }

    static Scene twoTasks() {
        return new Scene(
                "two-tasks",
                "Two jobs of 1 s: threads or processes?",
                "For waiting it does not matter: one after the other takes the sum of both, side by side"
                        + " takes the longer one, and a thread waits as well as a process.",
                new Teaching(
                        "Which takes less than 2 s: two threads, two processes, both or neither?",
                        "Waits overlap on threads and on processes alike.",
                        Lesson.ONE_WORD),
                stage -> {
                    Jobs two = stage.jobs("wait", "1s", "1s");
                    stage.waits("sequential", TWO, two);
                    stage.waits("threads:2", ONE, two);
                    stage.waits("processes:2", ONE, two);
                });
    }
}
