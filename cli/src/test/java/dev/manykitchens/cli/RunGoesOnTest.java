package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A run with `--data` that is killed goes on when its command is given again.
@Tag("jvm")
@Order(1)
class RunGoesOnTest extends KitchenProcesses {

    private static final int JOBS = 24;

    private static final Pattern KNOWN =
            Pattern.compile("kitchen run: ([0-9]+) of ([0-9]+) jobs had ended when this command");

    @Test
    void whatHadEndedIsNotRunAgainHoweverOftenItIsKilled() throws Exception {
        Path firstLog = folder.resolve("first.tsv");
        KitchenProcess first = start("first", run("300ms", "--joblog", firstLog.toString()));
        awaitEnded(firstLog, 3);
        first.killAlone();
        assertThat(first.await()).isEqualTo(137);
        int toldFirst = ended(firstLog);

        Path secondLog = folder.resolve("second.tsv");
        KitchenProcess second = start("second", run("300ms", "--joblog", secondLog.toString()));
        awaitEnded(secondLog, 3);
        second.killAlone();
        assertThat(second.await()).isEqualTo(137);
        int knownToSecond = known(second);
        int toldSecond = ended(secondLog);

        Path thirdLog = folder.resolve("third.tsv");
        KitchenProcess third = start("third", run("300ms", "--joblog", thirdLog.toString()));
        assertThat(third.await()).as(third.err()).isZero();

        assertThat(third.out()).startsWith("Results: " + squares());
        // What a client was told is on disk, and may be more than came to the log.
        assertThat(knownToSecond).isGreaterThanOrEqualTo(toldFirst).isLessThan(JOBS);
        assertThat(known(third))
                .isGreaterThanOrEqualTo(knownToSecond + toldSecond)
                .isLessThan(JOBS);
        assertThat(ended(thirdLog)).isEqualTo(JOBS - known(third));
        assertThat(works()).isEmpty();
    }

    @Test
    void anInterruptedRunGoesOnAndOneThatHasEndedRunsAnew() throws Exception {
        Path log = folder.resolve("log.tsv");
        KitchenProcess interrupted = start("first", run("300ms", "--joblog", log.toString()));
        awaitEnded(log, 2);
        interrupted.interrupt();
        assertThat(interrupted.await()).isEqualTo(130);
        assertThat(interrupted.out()).contains("Partial results: ");
        assertThat(interrupted.err()).contains("kitchen run: the same command goes on with this");

        KitchenProcess second = start("second", run("300ms"));
        assertThat(second.await()).as(second.err()).isZero();
        assertThat(second.out()).startsWith("Results: " + squares());
        assertThat(known(second)).isPositive();

        KitchenProcess third = start("third", run("300ms"));
        assertThat(third.await()).as(third.err()).isZero();
        assertThat(third.out()).startsWith("Results: " + squares());
        assertThat(third.err()).doesNotContain("had ended");
    }

    @Test
    void otherWorkTakesNothingOverAndTheSameTwiceAtOnceIsRefused() throws Exception {
        Path log = folder.resolve("log.tsv");
        KitchenProcess first = start("first", run("10m", "--joblog", log.toString()));
        await().atMost(PATIENCE).until(() -> works().size() == 1);
        first.awaitWorkers(2);

        KitchenProcess twin = start("twin", run("10m"));
        KitchenProcess other = start("other", run("10ms"));
        assertThat(twin.await()).isEqualTo(1);
        assertThat(twin.err().lines())
                .singleElement()
                .asString()
                .contains("one command at a time can do the same work with the same --data")
                .contains("process " + first.pid());
        assertThat(other.await()).as(other.err()).isZero();
        assertThat(other.out()).startsWith("Results: " + squares());
        assertThat(other.err()).doesNotContain("had ended");
        assertThat(works()).hasSize(1);
    }

    private String[] run(String wait, String... more) {
        List<String> command = new ArrayList<>(List.of("run", "compute_square"));
        IntStream.rangeClosed(1, JOBS).mapToObj(Integer::toString).forEach(command::add);
        command.addAll(
                List.of(
                        "--work",
                        "wait:" + wait,
                        "-p",
                        "processes:2",
                        "--data",
                        data().toString()));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static String squares() {
        return IntStream.rangeClosed(1, JOBS)
                .mapToObj(job -> Integer.toString(job * job))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static int known(KitchenProcess process) throws IOException {
        Matcher matcher = KNOWN.matcher(process.err());
        assertThat(matcher.find()).as(process.err()).isTrue();
        assertThat(Integer.parseInt(matcher.group(2))).isEqualTo(JOBS);
        return Integer.parseInt(matcher.group(1));
    }

    private static void awaitEnded(Path log, int jobs) {
        await().atMost(PATIENCE).until(() -> ended(log) >= jobs);
    }

    /// How many jobs have their line; the last one may be half there.
    private static int ended(Path log) throws IOException {
        if (Files.notExists(log)) {
            return 0;
        }
        return Math.max(0, (int) Files.readString(log).chars().filter(c -> c == '\n').count() - 1);
    }

    private List<String> works() throws IOException {
        Path shelf = data().resolve("unfinished");
        if (Files.notExists(shelf)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(shelf)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("work-"))
                    .toList();
        }
    }
}
