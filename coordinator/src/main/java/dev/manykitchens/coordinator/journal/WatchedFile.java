package dev.manykitchens.coordinator.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/// A file, or a directory, that is to stay the same while this process has it open: a process that
/// goes on writing to one that was removed is told by nobody. To look costs one call of the
/// operating system, so a journal looks with each entry. Confined to one thread.
///
/// What is written over it in place, as long as it was, it does not see.
public final class WatchedFile {

    private final Path path;

    /// Its number on its disk; null where a file system has none.
    private final @Nullable Object key;

    private long size;

    private WatchedFile(Path path, BasicFileAttributes now) {
        this.path = path;
        key = now.fileKey();
        size = now.size();
    }

    /// One that is there.
    ///
    /// @throws IOException when it cannot be looked at
    public static WatchedFile of(Path path) throws IOException {
        return new WatchedFile(path, look(path));
    }

    private static BasicFileAttributes look(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /// Sees that it is still the one that was opened.
    ///
    /// @throws JournalException in one line when it was removed, or another one is in its place
    public void requireThere() throws JournalException {
        requireLength(0);
    }

    /// Sees that it is still the one that was opened, and not cut.
    ///
    /// @param shortest to so many bytes it may have become shorter, since its owner does that; more
    ///   than it had when it was looked at last is not asked for
    /// @throws JournalException in one line when it was removed or cut, or another one is in its
    ///   place
    void requireLength(long shortest) throws JournalException {
        try {
            BasicFileAttributes now = look(path);
            if (!Objects.equals(now.fileKey(), key)) {
                throw lost("another one is in its place", null);
            }
            if (now.size() < Math.min(size, shortest)) {
                throw lost("it was cut from %d to %d bytes".formatted(size, now.size()), null);
            }
            size = now.size();
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw lost("it was removed", e);
        } catch (JournalException e) {
            throw e;
        } catch (IOException e) {
            throw lost("it cannot be looked at: " + e, e);
        }
    }

    /// How long it was when it was looked at last, in bytes.
    long size() {
        return size;
    }

    private JournalException lost(String what, @Nullable IOException why) {
        return new JournalException(
                "the files of a journal must stay as they are while they are used, %s did not: %s; nothing is told to anybody since; find out who did that and put it back, then start again: what is missing then is said"
                        .formatted(path, what),
                why);
    }
}
