package dev.manykitchens.coordinator.dispatch;

/// How many bytes of results are on their way to the disk, of all workers together. While they are
/// few, workers may send the next ones; when they are many, a worker sends its next ones once those
/// before them are on disk, and keeps or does not begin what it cannot send. So a disk that is
/// slower than the workers costs time, and not memory. What is held back is not taken for silent:
/// see [WorkerConversation#hearHeldBack]. Confined to the loop.
final class ResultsRoom {

    /// They are copied some times on their way, and there is more in a heap than results.
    private static final int SHARE_OF_HEAP = 16;

    private static final long LEAST = 4L << 20;
    private static final long MOST = 64L << 20;

    private final long most;
    private long taken;

    /// @param most so many bytes are few
    ResultsRoom(long most) {
        this.most = most;
    }

    /// A sixteenth of what this JVM may use, from 4 to 64 MiB.
    static ResultsRoom ofThisJvm() {
        return new ResultsRoom(
                Math.clamp(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, LEAST, MOST));
    }

    /// Some came.
    ///
    /// @return whether whoever sent them may send the next ones at once
    boolean enter(long bytes) {
        taken += bytes;
        return taken <= most;
    }

    /// They are on disk.
    void leave(long bytes) {
        taken -= bytes;
    }
}
