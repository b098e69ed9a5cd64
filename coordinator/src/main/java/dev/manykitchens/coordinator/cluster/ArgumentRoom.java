package dev.manykitchens.coordinator.cluster;

/// The room for the arguments of all unfinished batches of all clients. Confined to the loop.
final class ArgumentRoom {

    /// Columns are somewhat larger in memory than on the wire, and results need room too.
    private static final int SHARE_OF_HEAP = 4;

    private final long most;
    private long taken;

    ArgumentRoom(long mostBytes) {
        most = mostBytes;
    }

    /// A quarter of what this JVM may use.
    static ArgumentRoom ofHeap() {
        return new ArgumentRoom(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /// Whether so much could ever be taken.
    boolean couldTake(long bytes) {
        return bytes <= most;
    }

    /// Takes room; whether there was any.
    boolean take(long bytes) {
        if (bytes > most - taken) {
            return false;
        }
        taken += bytes;
        return true;
    }

    void giveBack(long bytes) {
        taken -= bytes;
    }

    long most() {
        return most;
    }
}
