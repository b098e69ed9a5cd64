package dev.manykitchens.report.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.report.RecordedRuns;
import dev.manykitchens.report.run.RunFile;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// Lists that are made from what others had read.
@Timeout(60)
class RunIndexTest {

    private static final RunFile RUN = RecordedRuns.read("one-job");
    private static final String TITLE = RUN.scenario().title();

    @TempDir Path data;

    private final Remembered index = new Remembered();
    private Path runs;

    /// As a database does.
    private static final class Remembered implements RunIndex {

        private final Map<String, Note> notes = new TreeMap<>();
        private int writes;

        @Override
        public List<Note> notes() {
            return List.copyOf(notes.values());
        }

        @Override
        public void write(Collection<Note> more, Collection<String> gone) {
            writes++;
            gone.forEach(notes::remove);
            more.forEach(note -> notes.put(note.file(), note));
        }

        /// As if another title had been read.
        void pretend(String file, String title) {
            Note note = note(file);
            notes.put(file, new Note(file, note.version(), note.data().replace(TITLE, title)));
        }

        Note note(String file) {
            assertThat(notes).containsKey(file);
            return Objects.requireNonNull(notes.get(file));
        }
    }

    @BeforeEach
    void keepTwo() throws IOException {
        runs = Files.createDirectories(data.resolve("runs"));
        keep("one.json", RUN.toJson());
        keep("two.json", RUN.toJson());
    }

    @Test
    void aFileThatAnotherProcessHasReadIsNotReadAgainUntilItChanges() throws Exception {
        assertThat(titles()).containsExactly(TITLE, TITLE);
        index.pretend("one.json", "as noted");

        assertThat(titles()).containsExactlyInAnyOrder("as noted", TITLE);
        assertThat(index.writes).isEqualTo(1);

        keep("one.json", RUN.toJson() + "\n");
        assertThat(titles()).containsExactly(TITLE, TITLE);
        assertThat(index.writes).isEqualTo(2);
    }

    @Test
    void nothingIsNotedOfFilesThatAreGone() throws Exception {
        var _ = titles();
        Files.delete(runs.resolve("one.json"));

        assertThat(titles()).containsExactly(TITLE);
        assertThat(index.notes.keySet()).containsExactly("two.json");
    }

    @Test
    void aNoteThatCannotBeReadIsMadeAgain() throws Exception {
        var _ = titles();
        for (String broken : List.of("", "{", "[]", "{}", "7")) {
            String version = index.note("one.json").version();
            index.notes.put("one.json", new RunIndex.Note("one.json", version, broken));

            assertThat(titles()).as(broken).containsExactly(TITLE, TITLE);
            assertThat(index.note("one.json").data()).contains(TITLE);
        }
    }

    @Test
    void whyAFileCouldNotBeReadIsNotNotedBecauseItMayPass() throws Exception {
        keep("broken.json", "{");

        assertThat(list()).anyMatch(row -> row.kind().equals("unreadable"));
        assertThat(index.notes).containsOnlyKeys("one.json", "two.json");
        assertThat(list()).anyMatch(row -> row.kind().equals("unreadable"));
        assertThat(index.writes).isEqualTo(1);
    }

    private void keep(String name, String content) throws IOException {
        Files.writeString(runs.resolve(name), content);
    }

    private List<String> titles() throws Exception {
        return list().stream().map(RunRow::title).toList();
    }

    /// As the next process lists them.
    private List<RunRow> list() throws Exception {
        return RunShelf.of(Optional.of(RunFolder.in(data).indexedBy(index))).list().runs();
    }
}
