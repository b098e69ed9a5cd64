package dev.manykitchens.report.history;

import java.util.Collection;
import java.util.List;

/// Where it is noted what was read of the files of kept runs, so that nobody reads them again for a
/// list. Thread-safe; other processes use the same one. It never fails: what it does not know is
/// read from the files.
public interface RunIndex {

    /// Nothing is noted.
    RunIndex NONE =
            new RunIndex() {
                @Override
                public List<Note> notes() {
                    return List.of();
                }

                @Override
                public void write(Collection<Note> notes, Collection<String> gone) {}
            };

    /// What was read of a file.
    ///
    /// @param file its name
    /// @param version another one when the file is another one
    /// @param data what was read of it
    record Note(String file, String version, String data) {}

    /// All that is noted.
    List<Note> notes();

    /// Notes what was read.
    ///
    /// @param gone the names of files of which nothing need be noted any more
    void write(Collection<Note> notes, Collection<String> gone);
}
