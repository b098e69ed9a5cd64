package dev.manykitchens.coordinator.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;

/// A state directory that a coordinator runs from, until this is closed or its process ends,
/// however it ends: the operating system holds the lock. Two coordinators of one directory would
/// have the same tokens, and `kitchen token` would tell the address of the one that was started
/// last.
///
/// Not the lock of who changes something: tokens are rotated while a coordinator runs.
public final class Occupied implements AutoCloseable {

    private static final int LONGEST_NUMBER = 20;

    private final FileChannel channel;

    private Occupied(FileChannel channel) {
        this.channel = channel;
    }

    /// Occupies a directory.
    ///
    /// @throws IOException in one line when another coordinator runs from it
    public static Occupied by(StateDirectory state) throws IOException {
        FileChannel channel = state.open("running");
        try {
            if (!isLocked(channel)) {
                throw new IOException(
                        "one coordinator at a time can run from a state directory, another coordinator runs from %s, process %s; end that one, or choose another directory with --state"
                                .formatted(state, processIn(channel)));
            }
            channel.truncate(0);
            String process = ProcessHandle.current().pid() + "\n";
            int _ = channel.write(ByteBuffer.wrap(process.getBytes(US_ASCII)), 0);
            return new Occupied(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// The lock ends with the channel.
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            // By this process.
            return false;
        }
    }

    private static String processIn(FileChannel channel) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(LONGEST_NUMBER);
        int _ = channel.read(read, 0);
        String number = new String(read.array(), 0, read.position(), US_ASCII).strip();
        return number.matches("[0-9]+") ? number : "unknown";
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // The lock is gone all the same.
        }
    }
}
