package dev.manykitchens.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.coordinator.journal.RunHistory.Row;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What is known of the files of kept runs.
class RunHistoryTest {

    @TempDir Path data;

    @Test
    void whatIsWrittenIsThereForOthersAndTakesThePlaceOfWhatWas() throws Exception {
        assertThat(new RunHistory(data).rows()).isEmpty();
        assertThat(data).isEmptyDirectory();

        new RunHistory(data)
                .write(
                        List.of(new Row("a.json", "1", "{}"), new Row("b.json", "1", "[]")),
                        List.of());
        new RunHistory(data).write(List.of(new Row("a.json", "2", "{1}")), List.of("b.json"));

        assertThat(new RunHistory(data).rows()).containsExactly(new Row("a.json", "2", "{1}"));
    }

    @Test
    void manyMayWriteAtOnce() throws Exception {
        List<Callable<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            String name = "writer-" + writer;
            writers.add(() -> {
                for (int row = 0; row < 10; row++) {
                    new RunHistory(data)
                            .write(List.of(new Row(name + "-" + row, "1", "{}")), List.of("none"));
                    assertThat(new RunHistory(data).rows()).isNotEmpty();
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(writers.size())) {
            for (Future<Void> written : threads.invokeAll(writers)) {
                written.get();
            }
        }

        assertThat(new RunHistory(data).rows()).hasSize(80);
    }

    @Test
    void anOlderVersionIsMadeTheNewOneAndANewerOneIsLeftAlone() throws Exception {
        List<String> next = new ArrayList<>(RunHistory.MIGRATIONS);
        next.add("ALTER TABLE run ADD COLUMN note TEXT DEFAULT 'none'; DELETE FROM run;");
        new RunHistory(data).write(List.of(new Row("a.json", "1", "{}")), List.of());

        assertThat(new RunHistory(data, next).rows()).isEmpty();
        byte[] newer = Files.readAllBytes(data.resolve("history.db"));

        assertThatThrownBy(() -> new RunHistory(data).rows())
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("it is of version 2, this kitchen knows 1 at most")
                .hasMessageNotContaining("\n");
        assertThat(Files.readAllBytes(data.resolve("history.db"))).isEqualTo(newer);
    }

    @Test
    void whatIsNoDatabaseOfOursIsRefusedInOneLineAndStays() throws Exception {
        Path file = Files.writeString(data.resolve("history.db"), "mine, not a database at all\n");

        assertThatThrownBy(() -> new RunHistory(data).rows())
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(file + " cannot be used")
                .hasMessageNotContaining("\n");
        assertThat(file).hasContent("mine, not a database at all\n");
    }
}
