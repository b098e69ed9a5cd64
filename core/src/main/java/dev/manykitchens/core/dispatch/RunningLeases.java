package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The leases of one batch that run, by their first job, which no two of them share.
///
/// A sorted array: most leases come at its end, because most jobs are given out in order. One that
/// ends leaves its place empty; when as many are empty as not, the others move together. So it
/// costs a binary search to find one, in numbers that lie side by side however many leases there
/// are. One that is alone, as in most batches, stands beside the array, which is made for the
/// second.
final class RunningLeases {

    private static final int[] NO_FIRSTS = {};
    private static final @Nullable Lease[] NONE = {};

    /// The only one, as long as there has been one alone.
    private @Nullable Lease only;

    private int[] firsts = NO_FIRSTS;
    private @Nullable Lease[] leases = NONE;

    /// Places in use, the empty ones included.
    private int places;

    private int size;

    /// Enters a lease, in place of the one with the same first job.
    void put(Lease lease) {
        if (places == 0 && (only == null || startsAt(only, lease.chunk().first()))) {
            only = lease;
            return;
        }
        if (only != null) {
            enter(only);
            only = null;
        }
        enter(lease);
    }

    private void enter(Lease lease) {
        int first = lease.chunk().first();
        int place = places == 0 || firsts[places - 1] < first ? ~places : find(first);
        if (place < 0) {
            place = open(~place, first);
        }
        size += leases[place] == null ? 1 : 0;
        leases[place] = lease;
    }

    /// Lets a lease go, if it is here.
    void remove(Lease lease) {
        if (only == lease) {
            only = null;
            return;
        }
        int place = find(lease.chunk().first());
        if (place >= 0 && leases[place] == lease) {
            leases[place] = null;
            size--;
            if (2 * size < places) {
                close();
            }
        }
    }

    /// The lease with this first job; null when there is none.
    @Nullable Lease startingAt(int first) {
        if (only != null) {
            return startsAt(only, first) ? only : null;
        }
        int place = find(first);
        return place < 0 ? null : leases[place];
    }

    /// Of the leases whose first job is this one or one before, the last; null when there is none.
    @Nullable Lease upTo(int job) {
        if (only != null) {
            return only.chunk().first() <= job ? only : null;
        }
        int place = find(job);
        for (int i = place < 0 ? ~place - 1 : place; i >= 0; i--) {
            if (leases[i] != null) {
                return leases[i];
            }
        }
        return null;
    }

    /// All of them, by first job.
    List<Lease> all() {
        if (only != null) {
            return List.of(only);
        }
        List<Lease> all = new ArrayList<>(size);
        for (int i = 0; i < places; i++) {
            Lease lease = leases[i];
            if (lease != null) {
                all.add(lease);
            }
        }
        return all;
    }

    private static boolean startsAt(Lease lease, int first) {
        return lease.chunk().first() == first;
    }

    private int find(int first) {
        return Arrays.binarySearch(firsts, 0, places, first);
    }

    /// Makes an empty place.
    private int open(int at, int first) {
        if (places == firsts.length) {
            int room = Math.max(4, 2 * places);
            firsts = Arrays.copyOf(firsts, room);
            leases = Arrays.copyOf(leases, room);
        }
        System.arraycopy(firsts, at, firsts, at + 1, places - at);
        System.arraycopy(leases, at, leases, at + 1, places - at);
        firsts[at] = first;
        leases[at] = null;
        places++;
        return at;
    }

    /// Gives up the empty places.
    private void close() {
        int kept = 0;
        for (int i = 0; i < places; i++) {
            if (leases[i] != null) {
                firsts[kept] = firsts[i];
                leases[kept++] = leases[i];
            }
        }
        Arrays.fill(leases, kept, places, null);
        places = kept;
    }
}
