package dev.manykitchens.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.manykitchens.cli.member.FreePorts;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is submitted outlives who submits it, and the coordinator.
@Tag("jvm")
class SubmittedBatchProcessTest extends KitchenProcesses {

    @Test
    void aBatchThatWasSubmittedOutlivesItsCoordinatorAndWhoeverWaitsForIt() throws Exception {
        Path tokens = tokens();
        String address = "127.0.0.1:" + FreePorts.one();
        KitchenProcess first = start("first", coordinator(address));
        await().atMost(PATIENCE).until(() -> Files.exists(tokens));
        KitchenProcess _ = worker("one", tokens, 2);
        await().atMost(PATIENCE).until(() -> first.err().contains("joined from "));

        String[] submit = {"submit", "compute_square", "1", "2", "3", "4", "5", "6"};
        TestShell submitted = asked(tokens, submit, "--work", "wait:2s", "--key", "nightly");
        TestShell again = asked(tokens, submit, "--work", "wait:2s", "--key", "nightly");
        assertThat(submitted.out()).isEqualTo(again.out());
        assertThat(again.err()).contains("is there already");
        String id = submitted.out().strip();

        KitchenProcess result = start("result", "result", id, "--token-file", tokens.toString());
        await().atMost(PATIENCE)
                .until(() ->
                        asked(tokens, new String[] {"jobs", "--json"})
                                .out()
                                .contains("\"running\" : 2"));
        first.kill();
        assertThat(first.await()).isEqualTo(137);
        KitchenProcess _ = start("second", coordinator(address));

        assertThat(result.await()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("Results: [1, 4, 9, 16, 25, 36]");
        // It is kept, for whoever asks again.
        assertThat(asked(tokens, new String[] {"result"}, "--key", "nightly").out())
                .startsWith("Results: [1, 4, 9, 16, 25, 36]");
    }

    @Test
    void aSecondCoordinatorOnTheSameDataIsRefusedInOneLine() throws Exception {
        Path tokens = tokens();
        String data = folder.resolve("data").toString();
        KitchenProcess first = start("first", coordinator(ANYWHERE, "--data", data));
        await().atMost(PATIENCE).until(() -> Files.exists(tokens));

        KitchenProcess second =
                start(
                        "second",
                        coordinator(
                                folder.resolve("other-state"),
                                ANYWHERE,
                                folder.resolve("other.env"),
                                "--data",
                                data));

        assertThat(second.await()).isEqualTo(1);
        assertThat(second.err().lines())
                .singleElement()
                .asString()
                .contains("one coordinator at a time can keep its journal in a directory")
                .contains("process " + holder());
        assertThat(second.out()).isEmpty();
        assertThat(first.err()).contains("listens on");
    }

    /// The process that has the journal, which stands in the first line there.
    private String holder() throws IOException {
        return Files.readString(folder.resolve("data/running"))
                .lines()
                .findFirst()
                .orElseThrow()
                .strip();
    }

    private static TestShell asked(Path tokens, String[] command, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        all.addAll(List.of("--token-file", tokens.toString()));
        TestShell shell = TestShell.piped();
        assertThat(shell.run(all.toArray(String[]::new))).as(shell.err()).isZero();
        return shell;
    }
}
