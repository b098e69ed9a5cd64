package dev.manykitchens.cli.scene;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// Scenes about people: one who interleaves, against several.
final class PeopleScenes {

    private PeopleScenes() {}

    static Scene grading() {
        return new Scene(
                "grading",
                "A stack of papers: interleave them, or get two assistants?",
                "One teacher who takes the next paper while thinking about the last overlaps nearly"
                        + " all the thinking; three people also overlap reading and writing, as far as there are"
                        + " cores for it.",
                new Teaching(
                        "Twelve papers take one teacher 1.8 s: each 50 ms of work and"
                                + " 100 ms of thought. How much of that goes without any help?",
                        "One who interleaves saves nearly all the thinking; three"
                                + " people are limited by the cores.",
                        Lesson.CONCURRENCY),
                PeopleScenes::playGrading);
    }

    private static void playGrading(Stage stage) throws InterruptedException {
        Duration read = Duration.ofMillis(20);
        Duration think = Duration.ofMillis(100);
        Duration write = Duration.ofMillis(30);
        int papers = 12;
        int people = 3;
        Jobs stack = stage.jobs("grade_paper", IntStream.rangeClosed(1, papers).boxed().toArray());
        Duration hands = read.plus(write);
        stage.waits("sequential", hands.plus(think).multipliedBy(papers), stack);
        int cores = Math.min(people, stage.cores().count());
        Duration third = hands.plus(think).multipliedBy(papers / people);
        Duration sharingCores =
                hands.multipliedBy(people)
                        .dividedBy(cores)
                        .plus(think)
                        .multipliedBy(papers / people);
        try (ScenePool async = stage.open("async");
                ScenePool threads = stage.open("threads:3")) {
            // Reading and writing fill the time; of the thinking, what is about the last papers
            // overlaps with nothing.
            Duration busy = stage.scaled(hands.multipliedBy(papers));
            stage.waits(
                    async.spec(),
                    Promise.between(busy, busy.plus(stage.scaled(think))),
                    async,
                    stack);
            stage.waits(
                    threads.spec(),
                    Promise.between(stage.scaled(third), stage.scaled(sharingCores)),
                    threads,
                    stack);
        }
    }

    static Scene teaAndToast() {
        return new Scene(
                "tea-and-toast",
                "Tea 2 s, toast 1.5 s, butter 0.25 s: when is breakfast ready?",
                "When the tea is: the toaster does not need watching, so one cook who alternates has"
                        + " buttered the toast before the water boils, and a second cook gains nothing.",
                new Teaching(
                        "One thing after the other takes 3.75 s. How long does one cook"
                                + " take who alternates, and how long do two cooks?",
                        "One who alternates is as fast as two when the work is mostly waiting.",
                        Lesson.CONCURRENCY),
                stage -> {
                    Jobs tea = stage.jobs("boil_water", "2s");
                    Jobs toast = stage.jobs("make_toast", List.of("1500ms", "250ms"));
                    stage.waits("sequential", Duration.ofMillis(3750), tea, toast);
                    stage.waits("async", Duration.ofSeconds(2), tea, toast);
                    stage.waits("threads:2", Duration.ofSeconds(2), tea, toast);
                });
    }
}
