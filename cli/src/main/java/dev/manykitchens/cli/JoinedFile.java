package dev.manykitchens.cli;

import dev.manykitchens.worker.WorkerNews;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A file that is there while a worker has joined and its stream is open: a health check that looks
/// for it starts no process of its own. Files that hold anything else are left alone.
final class JoinedFile implements WorkerNews, AutoCloseable {

    private static final String WORD = "joined\n";

    private final @Nullable Path file;
    private final Consumer<String> say;

    /// @param file null for none
    /// @param say takes lines for people
    JoinedFile(@Nullable Path file, Consumer<String> say) {
        this.file = file;
        this.say = say;
        if (file != null) {
            // One of an earlier life says nothing about this one; and a folder that is missing is
            // told now.
            requireOurs(file);
            write(file);
            remove(file);
        }
    }

    /// Somebody's file is neither written nor removed, whatever happened since the last look.
    private static void requireOurs(Path file) {
        try {
            boolean absent = Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
            boolean small =
                    Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                            && Files.size(file) <= WORD.length();
            if (absent || (small && WORD.startsWith(Files.readString(file)))) {
                return;
            }
        } catch (IOException e) {
            throw unusable(file, e);
        }
        throw new UserMistakeException(
                "--joined-file must be a file of its own, %s is or holds something else; name one that is not there yet"
                        .formatted(file));
    }

    @Override
    public void say(String line) {
        say.accept(line);
    }

    @Override
    public void connected(boolean yes) {
        if (file == null) {
            return;
        }
        try {
            requireOurs(file);
            if (yes) {
                write(file);
            } else {
                remove(file);
            }
        } catch (UserMistakeException e) {
            say.accept(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        connected(false);
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, WORD);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static void remove(Path file) {
        try {
            boolean _ = Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static UserMistakeException unusable(Path file, IOException e) {
        return new UserMistakeException(
                "--joined-file must be a file that can be written, %s cannot: %s"
                        .formatted(file, reason(e)),
                new UncheckedIOException(e));
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "its folder is not there";
        }
        return e instanceof FileSystemException told && told.getReason() != null
                ? told.getReason()
                : String.valueOf(e.getMessage());
    }
}
