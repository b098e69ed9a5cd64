package dev.manykitchens.replication;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Brings to disk what was written and not forced.
final class Disk {

    private Disk() {}

    /// What is in a file.
    static void force(Path file) throws IOException {
        force(file, StandardOpenOption.WRITE);
    }

    /// The names in a folder.
    static void forceFolder(Path folder) throws IOException {
        force(folder, StandardOpenOption.READ);
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
