package dev.manykitchens.coordinator.cluster;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The room for the arguments of all unfinished batches of all clients, and those that wait for
/// some of it, in turn: one that is large is not overtaken by others for ever. Confined to the
/// loop.
final class ArgumentRoom {

    /// Columns are somewhat larger in memory than on the wire, and results need room too.
    private static final int SHARE_OF_HEAP = 4;

    private final long most;
    private final Set<Share> waiting = new LinkedHashSet<>();
    private long taken;

    ArgumentRoom(long mostBytes) {
        most = mostBytes;
    }

    /// A quarter of what this JVM may use.
    static ArgumentRoom ofHeap() {
        return new ArgumentRoom(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /// The room of one batch: waited for, or taken until it is given back.
    static final class Share {
        private final long bytes;
        private final Runnable onTaken;
        private boolean taken;

        private Share(long bytes, Runnable onTaken) {
            this.bytes = bytes;
            this.onTaken = onTaken;
        }

        boolean isTaken() {
            return taken;
        }
    }

    /// Whether so much could ever be taken.
    boolean couldTake(long bytes) {
        return bytes <= most;
    }

    /// Waits for room, after those who wait already.
    ///
    /// @param onTaken called when there is room, which may be before this returns
    Share want(long bytes, Runnable onTaken) {
        Share share = new Share(bytes, onTaken);
        waiting.add(share);
        serve();
        return share;
    }

    /// Takes room for a batch that is here already, whether there is some or not.
    Share hold(long bytes) {
        Share share = new Share(bytes, () -> {});
        share.taken = true;
        taken += bytes;
        return share;
    }

    /// The room of a batch that is too small to be counted.
    static Share uncounted() {
        Share share = new Share(0, () -> {});
        share.taken = true;
        return share;
    }

    /// Gives back what was taken, and waits no more for what was not.
    void giveBack(Collection<Share> shares) {
        for (Share share : List.copyOf(shares)) {
            if (share.taken) {
                share.taken = false;
                taken -= share.bytes;
            } else {
                waiting.remove(share);
            }
        }
        // Also when only somebody stopped waiting: whoever stood behind may fit.
        serve();
    }

    private boolean take(Share share) {
        if (share.bytes > most - taken) {
            return false;
        }
        taken += share.bytes;
        share.taken = true;
        return true;
    }

    private void serve() {
        for (Iterator<Share> turn = waiting.iterator(); turn.hasNext(); ) {
            Share next = turn.next();
            if (!take(next)) {
                return;
            }
            turn.remove();
            next.onTaken.run();
        }
    }

    /// How many bytes there are in all.
    long most() {
        return most;
    }

    /// How many bytes are taken.
    long taken() {
        return taken;
    }

    /// How many wait.
    int waiting() {
        return waiting.size();
    }
}
