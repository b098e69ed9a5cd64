package dev.manykitchens.report.history;

import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.RunFileReader;
import dev.manykitchens.report.text.Printable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The runs below one directory, in its folder `runs`, a file each. Thread-safe; other processes
/// may keep, read and remove runs there at the same time.
public final class RunFolder {

    /// The most runs that are listed, the newest.
    public static final int MOST_LISTED = 200;

    /// The most files that are looked at for a list.
    static final int MOST_LOOKED_AT = 100_000;

    /// The largest file that is opened. A run of 100 pools with all their timelines has about 15
    /// MB.
    static final int MOST_BYTES = 20_000_000;

    private static final String RUNS = "runs";

    private final Path runs;

    /// Guarded by itself.
    private final MadeTimes made = new MadeTimes();

    private final RunIndex index;

    private RunFolder(Path runs, RunIndex index) {
        this.runs = runs;
        this.index = index;
    }

    /// The runs below this directory; neither need exist yet.
    public static RunFolder in(Path data) {
        return new RunFolder(data.resolve(RUNS), RunIndex.NONE);
    }

    /// The same runs, and what is read of them for lists is noted.
    public RunFolder indexedBy(RunIndex notes) {
        return new RunFolder(runs, notes);
    }

    /// Where it is noted what was read of them.
    RunIndex index() {
        return index;
    }

    /// Where the files are.
    Path path() {
        return runs;
    }

    /// Makes sure that a run can be kept here, with room for most of them, before it is measured.
    ///
    /// @param option what named the directory, for the message
    /// @throws IllegalArgumentException when it cannot, in one line
    public KeptRun reserve(String option) {
        try {
            Files.createDirectories(runs);
            return KeptRun.reserve(runs);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s must name a directory in which runs can be kept, %s cannot hold them: %s; name another one, or leave it out"
                            .formatted(option, runs, reason(e)),
                    e);
        }
    }

    /// A run that a command kept.
    record Kept(Path file, Instant at, long bytes) {}

    /// Removes runs that commands kept here, those that ended first in front: all that ended so
    /// long ago, and as many more as it takes to keep the others small. Files that bear no time in
    /// their name, as those that people put here, stay.
    ///
    /// @param age empty: none is too old
    /// @param mostBytes how much all of them may take together
    /// @throws IllegalArgumentException when one cannot be removed, in one line
    public void forget(Instant now, Optional<Duration> age, long mostBytes) {
        if (age.isEmpty() && mostBytes == Long.MAX_VALUE) {
            return;
        }
        try {
            List<Kept> kept = kept();
            long bytes = kept.stream().mapToLong(Kept::bytes).sum();
            for (Kept run : kept) {
                boolean old = age.isPresent() && run.at().isBefore(now.minus(age.get()));
                if (!old && bytes <= mostBytes) {
                    break;
                }
                Files.deleteIfExists(run.file());
                bytes -= run.bytes();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "runs that are kept in %s must be ones that can be removed, one cannot: %s; leave out --keep-days and --keep-mib"
                            .formatted(runs, reason(e)),
                    e);
        }
    }

    /// Those of commands, the oldest first.
    private List<Kept> kept() throws IOException {
        List<Kept> kept = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(runs, "[!.]*.json")) {
            for (Path file : files) {
                keptIn(file).ifPresent(kept::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        kept.sort(Comparator.comparing(Kept::at));
        return kept;
    }

    /// Empty where it is none, or another process has removed it meanwhile.
    static Optional<Kept> keptIn(Path file) throws IOException {
        Optional<Instant> at = RunId.timeIn(file.getFileName().toString());
        if (at.isEmpty()) {
            return Optional.empty();
        }
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new Kept(file, at.get(), facts.size()))
                    .filter(_ -> facts.isRegularFile());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// One file.
    ///
    /// @param name of the file
    /// @param at when the run ended: where not all files are listed, as it says itself; or else as
    ///   the name says, or when the file was written
    /// @param version changes when the file does
    record Entry(String name, Instant at, String version) {}

    /// What is there.
    ///
    /// @param entries the newest first
    /// @param leftOut how many older ones there are
    /// @param more whether there are still more, which nobody counted
    record Contents(List<Entry> entries, int leftOut, boolean more) {}

    /// The newest files; none where there is no folder yet. Where there are more than are listed,
    /// the runs themselves say which are the newest: of files that were not looked into yet, as
    /// many say it as the turn has time for, one at least.
    ///
    /// @throws IOException when it cannot be read, with a message of one line
    Contents list(Duration turn) throws IOException {
        List<Path> all = new ArrayList<>();
        boolean more = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(runs)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                // What is being written, and what file managers leave.
                if (name.startsWith(".")) {
                    continue;
                }
                if (all.size() == MOST_LOOKED_AT) {
                    more = true;
                    break;
                }
                all.add(file);
            }
        } catch (NoSuchFileException _) {
            return new Contents(List.of(), 0, false);
        } catch (DirectoryIteratorException e) {
            throw new IOException(Printable.of(String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new IOException(reason(e), e);
        }
        List<Entry> entries =
                newestFirst(all, turn).stream().limit(MOST_LISTED).map(RunFolder::entry).toList();
        return new Contents(entries, all.size() - entries.size(), more);
    }

    private List<MadeTimes.Made> newestFirst(List<Path> files, Duration turn) {
        if (files.size() <= MOST_LISTED) {
            return files.stream()
                    .map(MadeTimes.Made::byName)
                    .sorted(MadeTimes.Made.NEWEST_FIRST)
                    .toList();
        }
        synchronized (made) {
            return made.newestFirst(files, turn);
        }
    }

    private static Entry entry(MadeTimes.Made of) {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(
                            of.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new Entry(
                    of.name(),
                    of.at(),
                    "%s %d %s".formatted(facts.lastModifiedTime(), facts.size(), facts.fileKey()));
        } catch (IOException _) {
            return new Entry(of.name(), of.at(), "");
        }
    }

    /// Reads a run.
    ///
    /// @throws IllegalArgumentException when it is none, or larger than [#MOST_BYTES], in one line
    /// @throws IOException when reading was interrupted or broke off
    RunFile read(RunId id) throws IOException {
        Path file = runs.resolve(id.fileName());
        String where = id.fileName();
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!facts.isRegularFile()) {
                throw new IllegalArgumentException(
                        "a run must be a file, %s is %s"
                                .formatted(
                                        where,
                                        facts.isSymbolicLink()
                                                ? "a link, which is not followed"
                                                : facts.isDirectory()
                                                        ? "a directory"
                                                        : "something else"));
            }
            if (facts.size() > MOST_BYTES) {
                throw new IllegalArgumentException(
                        "a run must have at most %d MB to be shown here, %s has %d; kitchen report reads larger ones"
                                .formatted(
                                        MOST_BYTES / 1_000_000, where, facts.size() / 1_000_000));
            }
            // A link that takes the file's place meanwhile is not followed either.
            try (InputStream bytes =
                    Channels.newInputStream(
                            Files.newByteChannel(
                                    file,
                                    Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
                return RunFileReader.read(bytes, where);
            }
        } catch (NoSuchFileException _) {
            throw new IllegalArgumentException("there is no run %s any more".formatted(where));
        } catch (AccessDeniedException _) {
            throw new IllegalArgumentException(
                    "a run must be a file that can be read, %s cannot: no permission"
                            .formatted(where));
        }
    }

    /// Why, in a few words and one line.
    static String reason(IOException e) {
        String words =
                switch (e) {
                    case AccessDeniedException _ -> "no permission";
                    case FileAlreadyExistsException _ -> "a file is in its place";
                    case NoSuchFileException _ -> "it is gone";
                    case FileSystemException file when file.getReason() != null ->
                            String.valueOf(file.getReason());
                    default ->
                            e.getMessage() == null
                                    ? e.getClass().getSimpleName()
                                    : String.valueOf(e.getMessage());
                };
        return Printable.shortened(Printable.of(words), 200);
    }
}
