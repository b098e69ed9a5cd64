package dev.manykitchens.cli;

import dev.manykitchens.worker.WorkerNews;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A file that is there while a worker has joined and its stream is open: a health check that looks
/// for it starts no process of its own.
final class JoinedFile implements WorkerNews, AutoCloseable {

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
            write(file);
            remove(file);
        }
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
            Files.writeString(file, "joined\n");
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
                        .formatted(file, e),
                new UncheckedIOException(e));
    }
}
