package dev.manykitchens.cli.scene;

import dev.manykitchens.core.cookbook.TillReceipt;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Scenes in which jobs share something: a machine, or memory.
final class SharingScenes {

    private SharingScenes() {}

    static Scene coffeeShop() {
        return new Scene(
                "coffee-shop",
                "One espresso machine: do three baristas serve faster than one?",
                "Not faster than one who interleaves: orders are taken and milk is steamed while the"
                        + " machine runs, but every drink needs the one machine, and it is busy all the"
                        + " time.",
                new Teaching(
                        "One barista needs 2.4 s for six drinks, and 1.8 s of that is"
                                + " the machine's. How long do three baristas need?",
                        "What all share is the limit, however many work.",
                        Lesson.SHARING),
                SharingScenes::playCoffeeShop);
    }

    private static void playCoffeeShop(Stage stage) throws InterruptedException {
        Duration order = Duration.ofMillis(20);
        Duration machine = Duration.ofMillis(300);
        Duration milk = Duration.ofMillis(80);
        int drinks = 6;
        Jobs coffees =
                stage.jobs("make_coffee", Collections.nCopies(drinks, "cappuccino").toArray());
        Duration busy = machine.multipliedBy(drinks);
        Duration oneByOne = order.plus(machine).plus(milk).multipliedBy(drinks);
        Duration queueing = order.plus(busy).plus(milk);
        Performance alone = stage.waits("sequential", oneByOne, coffees);
        Performance interleaving = stage.waits("async", queueing, coffees);
        Performance three = stage.waits("threads:3", queueing, coffees);
        utilisation(stage, alone, busy, oneByOne);
        utilisation(stage, interleaving, busy, queueing);
        utilisation(stage, three, busy, queueing);
    }

    private static void utilisation(
            Stage stage, Performance performance, Duration busy, Duration all) {
        stage.check(
                "machine, " + performance.pool(),
                Promise.share((double) busy.toNanos() / all.toNanos()),
                Measured.share(performance.utilisation()),
                "of the time");
    }

    static Scene sharedTill() {
        return new Scene(
                "shared-till",
                "Three cooks add sales to one till: is every sale in its total?",
                "Who writes between another's look and write makes that sale disappear, and one stove is no"
                        + " lock; a kitchen cannot even reach the till of another, so its total travels"
                        + " by message.",
                new Teaching(
                        "Without a lock, are sales lost when the cooks have a stove"
                                + " each, when they share one, when each has a kitchen?",
                        "Without a lock threads lose sales, on one stove too; processes"
                                + " share no memory.",
                        Lesson.SHARING),
                SharingScenes::playSharedTill);
    }

    private static void playSharedTill(Stage stage) throws InterruptedException {
        int sales = 4_000_000;
        // Unlocked, a cook must be at it for several switch intervals, or nobody comes in between.
        int longer = 10 * sales;
        try (ScenePool threads = stage.open("threads:3");
                ScenePool oneStove = stage.open("threads:3+gil");
                ScenePool processes = stage.open("processes:3")) {
            for (ScenePool pool : List.of(threads, oneStove)) {
                Tills unlocked = lost(stage, pool, longer, "no");
                stage.check(
                        "lost, " + pool.spec(),
                        Promise.atLeast(Quantity.COUNT, 1),
                        Measured.count(unlocked.lost()),
                        "of %,d, without a lock".formatted(unlocked.added()));
            }
            Tills locked = lost(stage, threads, sales, "yes");
            Tills apart = lost(stage, processes, sales, "no");
            stage.check(
                    "lost, threads:3",
                    Promise.exactly("0"),
                    Measured.said(Long.toString(locked.lost())),
                    "of %,d, with a lock".formatted(locked.added()));
            stage.check(
                    "lost, " + processes.spec(),
                    Promise.exactly("0"),
                    Measured.said(Long.toString(apart.lost())),
                    apart.describe());
        }
    }

    private static Tills lost(Stage stage, ScenePool pool, int sales, String locked)
            throws InterruptedException {
        List<Object> arguments = List.of("till-" + System.nanoTime(), sales, locked);
        return Tills.of(pool.perform(stage.jobs("add_to_till", arguments, arguments, arguments)));
    }

    /// The most that the tills showed when a cook had finished.
    ///
    /// @param added how many sales were added
    /// @param totals by PID, the total of the till in that process
    private record Tills(long added, Map<Long, Long> totals) {

        static Tills of(Performance performance) {
            long added = 0;
            Map<Long, Long> totals = new TreeMap<>();
            for (JobRun run : performance.runs().getFirst()) {
                String text = performance.values().getFirst().get(run.job()).toString();
                TillReceipt receipt = TillReceipt.parse(text);
                added += receipt.added();
                // Not the one of whoever finished last: a cook who is called away between looking
                // and
                // finishing does so with an old total.
                totals.merge(receipt.pid(), receipt.total(), Math::max);
            }
            return new Tills(added, totals);
        }

        long lost() {
            return added - totals.values().stream().mapToLong(Long::longValue).sum();
        }

        String describe() {
            return totals.entrySet().stream()
                    .map(till -> "PID %d: %,d".formatted(till.getKey(), till.getValue()))
                    .collect(
                            Collectors.joining(
                                    "; ", "of %,d; a till in each: ".formatted(added), ""));
        }
    }
}
