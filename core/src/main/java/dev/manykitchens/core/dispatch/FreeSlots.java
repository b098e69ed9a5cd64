package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.Nullable;

/// Workers with room for a chunk: the one with the most room first, among equals the one that has
/// waited longest. Every operation takes constant time: one linked list for each amount of room up
/// to 63, and a bit a list.
final class FreeSlots {

    private static final int MOST = Long.SIZE - 1;

    private final @Nullable Place[] heads = new @Nullable Place[MOST + 1];
    private final @Nullable Place[] tails = new @Nullable Place[MOST + 1];
    private long filled;

    /// Where a worker stands; it stands in one list at most.
    static final class Place {
        private final WorkerEntry worker;
        private @Nullable FreeSlots owner;
        private int room;
        private @Nullable Place before;
        private @Nullable Place behind;

        Place(WorkerEntry worker) {
            this.worker = worker;
        }

        /// Whether it stands in `slots`.
        boolean isIn(FreeSlots slots) {
            return owner == slots;
        }

        /// Leaves the list that it stands in, if any.
        void leave() {
            if (owner != null) {
                owner.unlink(this);
            }
        }
    }

    boolean isEmpty() {
        return filled == 0;
    }

    /// The worker with the most room.
    WorkerEntry best() {
        Place head = isEmpty() ? null : heads[MOST - Long.numberOfLeadingZeros(filled)];
        if (head == null) {
            throw new IllegalStateException("a worker with room must be there, was none");
        }
        return head.worker;
    }

    /// Notes that a worker has room for so many chunks, at least 1.
    void put(WorkerEntry worker, int room) {
        int bucket = Math.min(room, MOST);
        Place place = worker.place();
        if (place.owner == this && place.room == bucket) {
            return;
        }
        place.leave();
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
