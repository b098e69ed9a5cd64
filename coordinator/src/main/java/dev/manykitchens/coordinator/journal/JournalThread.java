package dev.manykitchens.coordinator.journal;

import dev.manykitchens.core.attempt.Threads;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/// The thread that waits for the disk, so that nobody else does. Brings entries there one after the
/// other; after the first that fails, none.
///
/// Holds no more than one entry: the next is given to it once it said that this one is on disk.
public final class JournalThread implements AutoCloseable {

    private final Journal journal;
    private final Consumer<Runnable> home;
    private final Consumer<JournalException> onFailure;
    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /// @param home runs what is told, in order
    /// @param onFailure hears there, once, that an entry could not be written
    public JournalThread(
            Journal journal, Consumer<Runnable> home, Consumer<JournalException> onFailure) {
        this.journal = journal;
        this.home = home;
        this.onFailure = onFailure;
        thread = Thread.ofPlatform().daemon().name("journal").unstarted(this::run);
    }

    /// Begins.
    public void start() {
        thread.start();
    }

    /// Brings an entry to disk.
    ///
    /// @param onForced told when it is there
    public void force(List<Written> entry, Runnable onForced) {
        queue.add(() -> {
            if (closed) {
                return;
            }
            try {
                journal.force(entry);
                home.accept(onForced);
            } catch (JournalException e) {
                fail(e);
            } catch (RuntimeException | Error e) {
                fail(new JournalException("the journal failed, please report this: " + e, e));
            }
        });
    }

    private void fail(JournalException failure) {
        closed = true;
        home.accept(() -> onFailure.accept(failure));
    }

    /// Ends the thread when the entry is written that is being written, if any.
    @Override
    public void close() {
        queue.add(() -> closed = true);
        Threads.joinUninterruptibly(thread);
    }

    private void run() {
        while (!closed) {
            try {
                queue.take().run();
            } catch (InterruptedException _) {
                // Only close() ends it.
            }
        }
    }
}
