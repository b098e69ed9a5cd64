package dev.manykitchens.worker.link;

import dev.manykitchens.proto.link.EncodedResults;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// What the worker owes the coordinator, over whichever stream is open: results, and how many
/// leases it can take. Thread-safe.
///
/// ```
/// report ──▶ unsent … ──▶ sent on this stream, not heard … ──heard──▶ let go of
///              ▲                      │
///              └──── a new stream ────┘
/// ```
///
/// Results are sent in the sequence of their numbers on every stream, so that "heard up to" has a
/// meaning. They are kept until they were heard; when too much is kept, whoever has more to report
/// waits in [#awaitReady]. An outbox that keeps nothing sends and forgets: a worker that never
/// comes back needs no more.
public final class Outbox {

    /// What is kept of results at most, in bytes as they travel: 64 MiB. Threads that found room at
    /// the same moment may together exceed it, by a message each.
    public static final long MOST_KEPT_BYTES = 64L << 20;

    private final long mostKept;
    private final Runnable wantsHearing;
    private final Object sending = new Object();

    // Guarded by `sending`.
    private final ArrayDeque<Kept> sent = new ArrayDeque<>();
    private final ArrayDeque<Kept> unsent = new ArrayDeque<>();
    private long sequence;
    private long creditsTotal;

    /// How many chunks have come, counted as the credits are.
    private long received;

    private int count;

    // Written under `sending`.
    private volatile @Nullable CoordinatorLink link;
    private volatile int held;
    private volatile long keptBytes;

    /// @param creditsTotal 0: it says none
    /// @param count which count of credits its total belongs to
    private record Kept(
            long lease, EncodedResults results, long sequence, long creditsTotal, int count) {}

    /// @param mostKept how many bytes of results to keep until they are heard; 0: nothing is kept
    /// @param wantsHearing called when much is kept: the coordinator should say what it has heard
    public Outbox(long mostKept, Runnable wantsHearing) {
        this.mostKept = mostKept;
        this.wantsHearing = wantsHearing;
    }

    /// Sends what there is on this stream from now on. What was not heard is to be sent again, with
    /// [#sendNext].
    ///
    /// @param canHold how many chunks may be here
    /// @param resumed whether the coordinator still counts the credits that it had
    /// @param takesMore whether any are offered
    public void open(CoordinatorLink stream, int canHold, boolean resumed, boolean takesMore) {
        synchronized (sending) {
            if (!resumed) {
                creditsTotal = (long) canHold - held;
                received = 0;
                count++;
            }
            if (takesMore) {
                stream.credits(Math.max(0, creditsTotal));
            }
            link = stream;
            while (!sent.isEmpty()) {
                unsent.addFirst(sent.removeLast());
            }
        }
    }

    /// Offers to take more chunks than before.
    public void offerMore(int chunks) {
        synchronized (sending) {
            creditsTotal += chunks;
            CoordinatorLink open = link;
            if (open != null) {
                open.credits(Math.max(0, creditsTotal));
            }
        }
    }

    /// The stream is over: results wait for the next.
    public void close() {
        synchronized (sending) {
            link = null;
        }
    }

    /// A chunk came.
    ///
    /// @return how many are here now
    public int received() {
        synchronized (sending) {
            received++;
            return ++held;
        }
    }

    /// How many chunks have come since credits were counted anew.
    public long receivedInAll() {
        synchronized (sending) {
            return received;
        }
    }

    /// The leases of results that were not heard, as far as they are kept: one that there is for
    /// each, the last first.
    public List<Long> unheardLeases() {
        synchronized (sending) {
            List<Long> leases = new ArrayList<>(sent.size() + unsent.size());
            unsent.descendingIterator().forEachRemaining(kept -> leases.add(kept.lease));
            sent.descendingIterator().forEachRemaining(kept -> leases.add(kept.lease));
            return leases;
        }
    }

    /// A chunk was given back.
    public void givenBack() {
        synchronized (sending) {
            held--;
            creditsTotal++;
        }
    }

    /// Reports jobs that ended: sends them, or keeps them for when they can be sent.
    ///
    /// @param last whether their chunk is at its end, which is one credit more
    public void report(ReportedJobs jobs, boolean last) {
        EncodedResults results = ResultsEncoder.encode(jobs);
        boolean much = false;
        synchronized (sending) {
            long credits = 0;
            if (last) {
                held--;
                creditsTotal++;
                credits = Math.max(0, creditsTotal);
            }
            CoordinatorLink open = link;
            if (mostKept > 0) {
                Kept kept = new Kept(jobs.lease(), results, ++sequence, credits, count);
                much = keep(kept);
                if (open == null || !unsent.isEmpty()) {
                    unsent.add(kept);
                } else {
                    send(open, kept, credits);
                    sent.add(kept);
                }
            } else if (open != null) {
                open.results(results.frame(System.nanoTime(), credits, 0));
            }
        }
        if (much) {
            wantsHearing.run();
        }
    }

    private static void send(CoordinatorLink stream, Kept kept, long credits) {
        stream.results(kept.results.frame(System.nanoTime(), credits, kept.sequence));
    }

    /// Counts what is kept; whether another quarter of the limit is full, and not the first.
    private boolean keep(Kept kept) {
        long before = keptBytes;
        long now = before + kept.results.size();
        keptBytes = now;
        long quarter = Math.max(1, mostKept / 4);
        return now / quarter > Math.max(1, before / quarter);
    }

    /// Sends the oldest results that were not sent on this stream.
    ///
    /// @return whether there were any and the stream is still the one that is open
    public boolean sendNext(CoordinatorLink stream) {
        synchronized (sending) {
            if (link != stream || unsent.isEmpty() || stream.isOver()) {
                return false;
            }
            Kept next = unsent.remove();
            // A total of another count was counted for a coordinator that counts anew.
            send(stream, next, next.count == count ? next.creditsTotal : 0);
            sent.add(next);
            return true;
        }
    }

    /// Lets go of all results up to this number.
    public void heard(long number) {
        synchronized (sending) {
            keptBytes -= letGo(sent, number);
            if (sent.isEmpty()) {
                keptBytes -= letGo(unsent, number);
            }
            sending.notifyAll();
        }
    }

    /// Removes results up to this number; how many bytes they had.
    private static long letGo(ArrayDeque<Kept> results, long number) {
        long bytes = 0;
        for (Kept oldest = results.peek();
                oldest != null && oldest.sequence <= number;
                oldest = results.peek()) {
            bytes += oldest.results.size();
            results.remove();
        }
        return bytes;
    }

    /// How many chunks are here.
    public int held() {
        return held;
    }

    /// How many results were not heard, as far as they are kept.
    public int unheard() {
        synchronized (sending) {
            return sent.size() + unsent.size();
        }
    }

    /// Whether all there is was sent on the stream that is open.
    public boolean isSent() {
        synchronized (sending) {
            return link != null && unsent.isEmpty();
        }
    }

    /// Whether a stream is open and more can be sent now.
    public boolean isReady() {
        CoordinatorLink open = link;
        return open != null && open.isReady() && hasRoom();
    }

    /// Waits until more can be reported: until there is room, and the stream, when one is open, is
    /// not full. Not on the transport's thread.
    public void awaitReady() {
        if (!hasRoom()) {
            awaitRoom();
        }
        CoordinatorLink open = link;
        if (open != null) {
            open.awaitReady();
        }
    }

    private boolean hasRoom() {
        return mostKept == 0 || keptBytes < mostKept;
    }

    private void awaitRoom() {
        boolean interrupted = false;
        synchronized (sending) {
            while (!hasRoom()) {
                try {
                    sending.wait();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
