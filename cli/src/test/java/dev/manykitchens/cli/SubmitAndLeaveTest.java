package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.cli.terminal.StopButton;
import dev.manykitchens.coordinator.link.BatchSummary;
import dev.manykitchens.coordinator.link.ClientHello;
import dev.manykitchens.coordinator.link.ClientMessage;
import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// `kitchen submit`, `kitchen result` and `kitchen jobs`, at a coordinator that keeps batches and
/// runs none.
class SubmitAndLeaveTest {

    @TempDir private Path folder;

    private KeptHere kept;

    @BeforeEach
    void open() throws Exception {
        kept = new KeptHere(true);
    }

    @AfterEach
    void close() {
        kept.close();
    }

    @Test
    void whoSubmitsGetsTheIdAloneAndWordsBesideIt() {
        TestShell first = run(0, "submit", "compute_square", "5", "6", "--priority", "7");
        TestShell second = run(0, "submit", "compute_square", "5", "6");

        assertThat(first.out()).isEqualToNormalizingNewlines("1\n");
        assertThat(first.err())
                .isEqualToNormalizingNewlines(
                        "kitchen submit: batch 1 has 2 jobs of compute_square and is on disk; kitchen result 1 gets its results\n");
        assertThat(second.out()).isEqualToNormalizingNewlines("2\n");
        ClientMessage.BatchCame came = kept.came().getFirst();
        assertThat(came.terms().detached()).isTrue();
        assertThat(came.terms().key().text()).hasSize(36);
        assertThat(came.batch().options().priority()).isEqualTo(7);
        assertThat(came.batch().size()).isEqualTo(2);
    }

    @Test
    void whatIsSubmittedNeedsNoWorkerYet() {
        kept.workers = 0;

        TestShell shell = run(0, "submit", "compute_square", "5");

        assertThat(shell.out()).isEqualToNormalizingNewlines("1\n");
        assertThat(shell.err())
                .isEqualToNormalizingNewlines(
                        """
                        kitchen submit: batch 1 has 1 job of compute_square and is on disk; kitchen result 1 gets its results
                        kitchen submit: note: no worker is there yet, the batch waits for one; kitchen worker --join starts one
                        """);
        assertThat(kept.hellos).singleElement().matches(ClientHello::needsNoWorker);
    }

    @Test
    void aBatchThatHasEndedIsNotCancelledAndThatIsSaid() {
        kept.list(
                KeptHere.summary(6, 3, BatchSummary.State.CANCELLED),
                KeptHere.summary(7, 3, BatchSummary.State.FINISHED));

        TestShell finished = run(1, "cancel", "7");
        TestShell cancelled = run(1, "cancel", "6");
        TestShell unknown = run(1, "cancel", "8");

        assertThat(finished.out()).isEmpty();
        assertThat(finished.err().replaceAll("at [0-9: -]{19}", "at WHEN"))
                .isEqualToNormalizingNewlines(
                        "kitchen cancel: batch 7 must be unfinished to be cancelled, had finished already at WHEN: 0 of 3 jobs succeeded; kitchen result 7 gets what there is, kitchen jobs lists all batches\n");
        assertThat(cancelled.err())
                .startsWith(
                        "kitchen cancel: batch 6 must be unfinished to be cancelled, was cancelled already at ");
        assertThat(unknown.err())
                .isEqualToNormalizingNewlines(
                        "kitchen cancel: a batch must be unfinished to be cancelled, none that is has the number 8; kitchen jobs lists them\n");
    }

    @Test
    void aKeyIsSubmittedOnce() {
        TestShell first = run(0, "submit", "compute_square", "5", "--key", "nightly");
        TestShell second = run(0, "submit", "compute_square", "5", "--key", "nightly");

        assertThat(first.out()).isEqualTo(second.out()).isEqualToNormalizingNewlines("1\n");
        assertThat(second.err())
                .isEqualToNormalizingNewlines(
                        "kitchen submit: batch 1 is there already, with the key \"nightly\"; kitchen result 1 gets its results\n");
        assertThat(kept.came()).hasSize(1);
    }

    @Test
    void aKeyThatIsSomethingElsesIsRefused() {
        run(0, "submit", "compute_square", "5", "--key", "nightly");

        for (List<String> others :
                List.of(
                        List.of("wait", "1ms", "2ms"),
                        List.of("compute_square", "6"),
                        List.of("compute_square", "5", "--seed", "2"))) {
            List<String> arguments = new ArrayList<>(others);
            arguments.add(0, "submit");
            arguments.addAll(List.of("--key", "nightly"));
            TestShell other = run(1, arguments.toArray(String[]::new));

            assertThat(other.out()).isEmpty();
            assertThat(other.err())
                    .isEqualToNormalizingNewlines("kitchen submit: other work than that of 1\n");
        }
        assertThat(kept.came()).hasSize(1);
    }

    @Test
    void aCoordinatorWithoutAJournalTakesNothingThatOutlivesItsClient() throws Exception {
        kept.close();
        kept = new KeptHere(false);

        TestShell shell = run(1, "submit", "compute_square", "5");

        assertThat(shell.out()).isEmpty();
        assertThat(shell.err())
                .startsWith(
                        "kitchen submit: a batch that outlives its client needs a coordinator with a journal, ")
                .contains("start it with --data DIR")
                .hasLineCount(1);
        assertThat(kept.came()).isEmpty();
    }

    @Test
    void resultsArePrintedAsRunPrintsThem() {
        kept.onFollow =
                link -> {
                    link.told(KeptHere.summary(7, 3, BatchSummary.State.FINISHED));
                    link.succeeded(1, Column.ofLongs(36, 49));
                    link.succeeded(0, Column.ofLongs(25));
                    link.finished();
                };

        TestShell text = run(0, "result", "7");
        JsonNode json = JsonMapper.shared().readTree(run(0, "result", "7", "--json").out());

        assertThat(text.out())
                .isEqualToNormalizingNewlines("Results: [25, 36, 49]\nTime taken: 12.50 s\n");
        assertThat(text.err()).isEmpty();
        assertThat(kept.follows().getFirst().number()).isEqualTo(7);
        assertThat(json.path("schema").asString()).isEqualTo("manykitchens.batch/1");
        assertThat(json.path("id").asLong()).isEqualTo(7);
        assertThat(json.path("key").asString()).isEqualTo("nightly");
        assertThat(json.path("state").asString()).isEqualTo("finished");
        assertThat(json.path("submitted").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(json.path("results").toString()).isEqualTo("[25,36,49]");
        assertThat(json.path("partial").asBoolean()).isFalse();
    }

    @Test
    void aBatchIsFoundByItsKeyAndItsFailuresAreTold() {
        kept.onFollow =
                link -> {
                    link.told(KeptHere.summary(7, 3, BatchSummary.State.FINISHED));
                    link.succeeded(0, Column.ofLongs(25));
                    link.ended(1, 1, new Outcome.Failed("too hot", Origin.ofNobody()));
                    link.ended(2, 1, Outcome.CANCELLED);
                    link.finished();
                };

        TestShell shell = run(1, "result", "--key", "nightly");

        assertThat(kept.follows().getFirst().key()).isEqualTo("nightly");
        assertThat(shell.out()).startsWith("Results: [25, ");
        assertThat(shell.err())
                .contains("job 2, compute_square: ", "too hot", "job 3, compute_square: cancelled")
                .hasLineCount(2);
    }

    @Test
    void whoDoesNotWaitGetsWhatIsThere() {
        kept.onFollow =
                link -> {
                    link.told(KeptHere.summary(7, 3, BatchSummary.State.RUNNING));
                    link.succeeded(1, Column.ofLongs(36));
                    link.complete();
                };

        TestShell text = run(75, "result", "7", "--no-wait");
        JsonNode json =
                JsonMapper.shared().readTree(run(75, "result", "7", "--no-wait", "--json").out());

        assertThat(kept.follows().getFirst().onlyNow()).isTrue();
        assertThat(text.out())
                .startsWith("Not finished: 1 of 3 jobs ended well, 2 not ended.")
                .contains("Partial results: [");
        assertThat(text.err()).isEmpty();
        assertThat(json.path("results").toString()).isEqualTo("[null,36,null]");
        assertThat(json.path("failures").isEmpty()).isTrue();
        assertThat(json.path("partial").asBoolean()).isTrue();
    }

    @Test
    void aStreamThatBreaksIsTakenUpWhereItWas() {
        AtomicInteger streams = new AtomicInteger();
        kept.onFollow =
                link -> {
                    link.told(KeptHere.summary(7, 3, BatchSummary.State.FINISHED));
                    if (streams.getAndIncrement() == 0) {
                        link.succeeded(0, Column.ofLongs(25, 36));
                        link.abort("the coordinator is started again");
                    } else {
                        link.succeeded(1, Column.ofLongs(36, 49));
                        link.finished();
                    }
                };

        assertThat(run(0, "result", "7").out()).startsWith("Results: [25, 36, 49]");
        assertThat(kept.follows().getLast().settled().cardinality()).isEqualTo(2);
    }

    @Test
    void ctrlCEndsTheWaitingAndNotTheBatch() {
        StopButton button = new StopButton();
        kept.onFollow =
                link -> {
                    link.told(KeptHere.summary(7, 3, BatchSummary.State.RUNNING));
                    link.onEnd(() -> {});
                    button.press();
                };
        TestShell shell = TestShell.interruptedBy(button);

        assertThat(shell.run(with("result", "7"))).isEqualTo(130);

        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).startsWith("kitchen result: interrupted").hasLineCount(1);
    }

    @Test
    void whatIsNotKeptIsRefusedInALine() {
        assertThat(run(1, "result", "9").err())
                .isEqualToNormalizingNewlines("kitchen result: nothing is kept here\n");
        assertThat(run(1, "result", "9", "--no-wait").err())
                .isEqualToNormalizingNewlines("kitchen result: nothing is kept here\n");
    }

    @Test
    void aTerminalShowsHowManyHaveEnded() {
        TestShell terminal = TestShell.terminal(80);
        kept.onFollow =
                link -> {
                    link.told(KeptHere.summary(7, 2, BatchSummary.State.FINISHED));
                    link.succeeded(0, Column.ofLongs(25));
                    var _ =
                            CompletableFuture.runAsync(() -> {
                                await().until(() -> terminal.err().contains("1/2"));
                                link.succeeded(1, Column.ofLongs(36));
                                link.finished();
                            });
                };

        assertThat(terminal.run(with("result", "7"))).isZero();

        assertThat(terminal.out()).startsWith("Results: [25, 36]");
    }

    @Test
    void whatIsKeptIsListedForPeopleAndPrograms() {
        assertThat(run(0, "jobs").out())
                .isEqualToNormalizingNewlines(
                        "No batch is here. Hand one in with kitchen submit.\n");
        kept.list(
                KeptHere.summary(7, 3, BatchSummary.State.RUNNING),
                KeptHere.summary(8, 4, BatchSummary.State.CANCELLED));

        TestShell table = run(0, "jobs");
        JsonNode json = JsonMapper.shared().readTree(run(0, "jobs", "--json").out());

        assertThat(table.lines().getFirst())
                .contains("id", "key", "recipe", "state", "jobs", "since", "detached");
        assertThat(table.lines())
                .anyMatch(line -> line.matches(" +7 \\| nightly \\| compute_square \\| running .*"))
                .anyMatch(line -> line.matches(" +8 \\| nightly \\| .*cancelled .*"));
        assertThat(json.path("schema").asString()).isEqualTo("manykitchens.jobs/1");
        JsonNode first = json.path("batches").path(0);
        assertThat(first.path("id").asLong()).isEqualTo(7);
        assertThat(first.path("state").asString()).isEqualTo("running");
        assertThat(first.path("submitted").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(first.path("finished").isNull()).isTrue();
        assertThat(first.path("detached").asBoolean()).isTrue();
    }

    private TestShell run(int exit, String... arguments) {
        TestShell shell = TestShell.piped();
        assertThat(shell.run(with(arguments))).as(shell.err()).isEqualTo(exit);
        return shell;
    }

    private String[] with(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(kept.options(folder));
        return all.toArray(String[]::new);
    }
}
