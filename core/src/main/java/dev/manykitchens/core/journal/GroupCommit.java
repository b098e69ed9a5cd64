package dev.manykitchens.core.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// When what is written comes to disk, and what waits for that: all that was written while one
/// entry was being forced is the next entry, so that a slow disk makes entries larger and not more
/// of them. Confined to one thread.
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

    /// What is to be the next entry.
    private List<E> gathered = new ArrayList<>();

    /// The effects that wait, in order.
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /// How many entries were begun, and how many of those are on disk.
    private long begun;

    private long forced;

    private boolean running;

    /// @param entry the number of the entry that must be on disk before; 0 when none must
    private record Waiting(long entry, Runnable effects) {}

    /// @param forcer begins to bring an entry to disk, in this order and whole; whoever does that
    ///   calls [#forced] afterwards, on this thread and not before this returns
    public GroupCommit(Consumer<List<E>> forcer) {
        this.forcer = forcer;
    }

    /// Writes something behind what was written before.
    ///
    /// @param promise whether its effects must wait until it is on disk
    /// @param effects what others hear of it
    public void write(E what, boolean promise, Runnable effects) {
        gathered.add(what);
        force();
        // It stands in the entry that was just begun, or in the next one.
        long its = gathered.isEmpty() ? begun : begun + 1;
        waiting.addLast(new Waiting(promise ? its : 0, effects));
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
        if (forced == begun && !gathered.isEmpty()) {
            begun++;
            List<E> entry = gathered;
            gathered = new ArrayList<>();
            forcer.accept(entry);
        }
    }

    /// Runs what need not wait any more. What an effect hands in itself stands behind all others.
    private void runEffects() {
        if (running) {
            return;
        }
        running = true;
        try {
            while (!waiting.isEmpty() && waiting.getFirst().entry() <= forced) {
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
