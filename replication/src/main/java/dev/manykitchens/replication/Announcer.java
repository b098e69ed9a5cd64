package dev.manykitchens.replication;

import dev.manykitchens.coordinator.journal.Journal;
import dev.manykitchens.coordinator.journal.JournalException;
import dev.manykitchens.coordinator.membership.Member;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Tells a listener what becomes of a member: one thing after the other, on a thread of its own,
/// and nothing more once it is closed. Thread-safe; whoever has something to be told goes on at
/// once.
///
/// Raft tells who leads and not that nobody does. Its notification of a long time without a leader
/// comes only where a member begins with an election, and one whose votes nobody answers stays in
/// the same election for ever. So the announcer looks whether a leader is known.
final class Announcer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    /// That none was known so often in a row is told: usually the next one is elected before.
    private static final int LOOKS = 2;

    private final Listener listener;
    private final BooleanSupplier lacksLeader;
    private final Consumer<JournalException> failed;
    private final ScheduledExecutorService told =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("replica-listener").factory());
    private volatile boolean closed;

    // Confined to the thread.

    /// Whether the listener knows already that nobody is known to lead.
    private boolean saidNobody;

    /// How often in a row none was known.
    private int lacked;

    /// @param lacksLeader whether this member belongs to a group, and knows of nobody who leads it
    /// @param failed hears that the listener threw something
    Announcer(Listener listener, BooleanSupplier lacksLeader, Consumer<JournalException> failed) {
        this.listener = listener;
        this.lacksLeader = lacksLeader;
        this.failed = failed;
    }

    /// Begins to look whether a leader is known.
    ///
    /// @param interval the longest time-out of an election
    void lookEvery(Duration interval) {
        later(
                interval,
                () -> {
                    look();
                    lookEvery(interval);
                });
    }

    /// Looks once. On the thread.
    void look() {
        lacked = lacksLeader.getAsBoolean() ? lacked + 1 : 0;
        if (lacked >= LOOKS && !saidNobody) {
            sayFollows(Optional.empty());
        }
    }

    /// See [Listener#leads].
    void leads(Journal journal, long term) {
        later(
                Duration.ZERO,
                () -> {
                    saidNobody = false;
                    listener.leads(journal, term);
                });
    }

    /// See [Listener#follows].
    ///
    /// @param leader asked for when it is told
    void follows(Supplier<Optional<Member>> leader) {
        later(Duration.ZERO, () -> sayFollows(leader.get()));
    }

    private void sayFollows(Optional<Member> leader) {
        saidNobody = leader.isEmpty();
        listener.follows(leader);
    }

    /// See [Listener#broken].
    void broken(JournalException why) {
        later(Duration.ZERO, () -> listener.broken(why));
    }

    /// Does something on the thread. Nothing is begun any more once this is closed. Nobody is
    /// interrupted: whoever writes a file then would lose it.
    void later(Duration delay, Runnable what) {
        try {
            var _ = told.schedule(() -> perform(what), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            LOG.debug("What was to be done is not, a member is closed.");
        }
    }

    private void perform(Runnable what) {
        if (closed) {
            return;
        }
        try {
            what.run();
        } catch (RuntimeException e) {
            failed.accept(
                    new JournalException("a listener must not fail, please report this: " + e, e));
        }
    }

    /// Tells nothing more; what is being told the listener may still be busy with.
    @Override
    public void close() {
        closed = true;
        told.shutdown();
    }
}
