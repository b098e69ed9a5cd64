package dev.manykitchens.core.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// When what is written comes to disk, and what waits for that: all that was written while one
/// entry was being forced is the next entry, as far as it is not too large, so that a slow disk
/// makes entries larger and not more of them. Confined to one thread.
///
/// ```
/// write ─▶ gathered ──(nothing is being forced)──▶ being forced ──forced()──▶ effects, in order
/// ```
///
/// Effects happen in the order in which they were handed in. Those of a promise wait until it is on
/// disk; others wait only for those before them.
///
/// @param <E> what is written in one go, kept whole or not at all
public final class GroupCommit<E> {

    private final Consumer<List<E>> forcer;
    private final ToLongFunction<E> weigher;
    private final long most;

    /// What is not in an entry yet, in order.
    private final Deque<Gathered<E>> gathered = new ArrayDeque<>();

    /// The effects that wait, in order.
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /// How much was written, how much of that is in an entry, and how much on disk.
    private long written;

    private long begun;
    private long forced;

    private boolean running;

    /// @param weight see the weigher
    private record Gathered<E>(E what, long weight) {}

    /// @param written so much must be on disk before; 0 when nothing must
    private record Waiting(long written, Runnable effects) {}

    /// Makes entries of any size.
    ///
    /// @param forcer begins to bring an entry to disk, in this order and whole; whoever does that
    ///   calls [#forced] afterwards, on this thread and not before this returns
    public GroupCommit(Consumer<List<E>> forcer) {
        this(forcer, _ -> 0, Long.MAX_VALUE);
    }

    /// Makes entries that are not too large, or hold one thing.
    ///
    /// @param forcer begins to bring an entry to disk, in this order and whole; whoever does that
    ///   calls [#forced] afterwards, on this thread and not before this returns
    /// @param weigher how much something adds to its entry
    /// @param most so much is in an entry of several things at most
    public GroupCommit(Consumer<List<E>> forcer, ToLongFunction<E> weigher, long most) {
        this.forcer = forcer;
        this.weigher = weigher;
        this.most = most;
    }

    /// Writes something behind what was written before.
    ///
    /// @param promise whether its effects must wait until it is on disk
    /// @param effects what others hear of it
    public void write(E what, boolean promise, Runnable effects) {
        gathered.addLast(new Gathered<>(what, weigher.applyAsLong(what)));
        written++;
        force();
        waiting.addLast(new Waiting(promise ? written : 0, effects));
        runEffects();
    }

    /// Lets something happen behind the effects of all that was written before: at once when none
    /// of them waits.
    public void then(Runnable effects) {
        waiting.addLast(new Waiting(0, effects));
        runEffects();
    }

    /// What was being forced is on disk.
    public void forced() {
        forced = begun;
        force();
        runEffects();
    }

    private void force() {
        if (forced != begun || gathered.isEmpty()) {
            return;
        }
        List<E> entry = new ArrayList<>();
        long weight = 0;
        for (Gathered<E> next = gathered.peekFirst();
                next != null && (entry.isEmpty() || weight + next.weight() <= most);
                next = gathered.peekFirst()) {
            entry.add(next.what());
            weight += next.weight();
            gathered.removeFirst();
        }
        begun += entry.size();
        forcer.accept(entry);
    }

    /// Runs what need not wait any more. What an effect hands in itself stands behind all others.
    private void runEffects() {
        if (running) {
            return;
        }
        running = true;
        try {
            while (!waiting.isEmpty() && waiting.getFirst().written() <= forced) {
                waiting.removeFirst().effects().run();
            }
        } finally {
            running = false;
        }
    }

    /// How many effects wait.
    public int waiting() {
        return waiting.size();
    }
}
