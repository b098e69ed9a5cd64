package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Workers with room for a chunk: the one with the most room first, among equals the one that has
/// waited longest. Every operation takes constant time: one linked list for each amount of room up
/// to 63, and a bit a list.
final class FreeSlots {

    /// Room beyond this does not count.
    static final int MOST = Long.SIZE - 1;

    private final @Nullable Place[] heads = new @Nullable Place[MOST + 1];
    private final @Nullable Place[] tails = new @Nullable Place[MOST + 1];
    private long filled;

    /// Where a worker stands: in one list at most.
    static class Place {
        private final WorkerEntry worker;
        private @Nullable FreeSlots owner;
        private int room;
        private @Nullable Place before;
        private @Nullable Place behind;

        Place(WorkerEntry worker) {
            this.worker = worker;
        }

        final WorkerEntry worker() {
            return worker;
        }

        /// Whether it stands in `slots`.
        final boolean isIn(FreeSlots slots) {
            return owner == slots;
        }

        /// Stays among the workers that it stands among, with so much room from now on.
        ///
        /// @return false when it stands nowhere
        final boolean stays(int chunks) {
            if (owner == null) {
                return false;
            }
            owner.put(this, chunks);
            return true;
        }

        /// Leaves the list that it stands in.
        ///
        /// @return false when it stood nowhere
        final boolean leave() {
            if (owner == null) {
                return false;
            }
            owner.unlink(this);
            return true;
        }
    }

    boolean isEmpty() {
        return filled == 0;
    }

    /// How much room the worker with the most has, as far as it counts; 0 when nobody has any.
    int most() {
        return isEmpty() ? 0 : MOST - Long.numberOfLeadingZeros(filled);
    }

    /// The worker with the most room.
    WorkerEntry best() {
        Place head = isEmpty() ? null : heads[MOST - Long.numberOfLeadingZeros(filled)];
        if (head == null) {
            throw new IllegalStateException("a worker with room must be there, was none");
        }
        return head.worker;
    }

    /// The worker with the most room beside this one; null when nobody else has any.
    @Nullable WorkerEntry bestBeside(WorkerEntry worker) {
        for (long left = filled; left != 0; ) {
            int bucket = MOST - Long.numberOfLeadingZeros(left);
            for (Place place = heads[bucket]; place != null; place = place.behind) {
                if (place.worker != worker) {
                    return place.worker;
                }
            }
            left &= ~(1L << bucket);
        }
        return null;
    }

    /// Adds all workers to a list: the one with the most room first.
    void addAllTo(List<WorkerEntry> workers) {
        for (int bucket = most(); bucket > 0; bucket--) {
            for (Place place = heads[bucket]; place != null; place = place.behind) {
                workers.add(place.worker);
            }
        }
    }

    /// Notes that a worker has room for so many chunks, at least 1.
    ///
    /// @param place where it stands, in this list of slots or another
    void put(Place place, int room) {
        int bucket = Math.min(room, MOST);
        if (place.owner == this && place.room == bucket) {
            return;
        }
        boolean _ = place.leave();
        place.owner = this;
        place.room = bucket;
        place.before = tails[bucket];
        if (place.before == null) {
            heads[bucket] = place;
        } else {
            place.before.behind = place;
        }
        tails[bucket] = place;
        filled |= 1L << bucket;
    }

    private void unlink(Place place) {
        if (place.before == null) {
            heads[place.room] = place.behind;
        } else {
            place.before.behind = place.behind;
        }
        if (place.behind == null) {
            tails[place.room] = place.before;
        } else {
            place.behind.before = place.before;
        }
        if (heads[place.room] == null) {
            filled &= ~(1L << place.room);
        }
        place.owner = null;
        place.before = null;
        place.behind = null;
    }
}
