package dev.manykitchens.worker;

import dev.manykitchens.proto.link.Dial;
import dev.manykitchens.worker.link.Adjusted;
import dev.manykitchens.worker.link.AssignedChunk;
import dev.manykitchens.worker.link.CoordinatorLink;
import dev.manykitchens.worker.link.CoordinatorListener;
import dev.manykitchens.worker.link.StreamEnd;
import dev.manykitchens.worker.link.Transport;
import dev.manykitchens.worker.link.Welcomed;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// One stream to the coordinator, from its hello to its end: passes what comes to the worker, and
/// nothing any more once it has ended, whatever the transport still calls. Thread-safe.
///
/// Streams follow each other, and all of them are heard on one thread: what an old one was just
/// passing on is done with before the next is welcomed.
final class WorkStream implements CoordinatorListener {

    private final Owner owner;
    private final AtomicReference<@Nullable StreamEnd> end = new AtomicReference<>();
    private volatile @Nullable CoordinatorLink link;

    /// What works; null before the welcome.
    private volatile @Nullable WorkingWorker working;

    private volatile long welcomedNanos;

    /// Whose stream it is.
    interface Owner {

        /// The worker was accepted.
        ///
        /// @return what is to hear everything else
        WorkingWorker welcomed(CoordinatorLink link, Welcomed welcome);

        /// The stream has changed its state.
        void changed();

        /// The process is to end, as if it were killed.
        void halted(String reason);

        /// The stream has ended. On the transport's thread, which does nothing else meanwhile.
        void ended();

        /// The worker's own code failed.
        void failed(Throwable failure);
    }

    private WorkStream(Owner owner) {
        this.owner = owner;
    }

    /// Opens one.
    ///
    /// @param greet says hello; called on the transport's thread, when nothing of the stream before
    ///   is being passed on any more
    /// @throws IllegalArgumentException when a file of a certificate cannot be used
    static WorkStream open(
            Dial dial, Transport transport, Owner owner, Consumer<CoordinatorLink> greet) {
        WorkStream stream = new WorkStream(owner);
        CoordinatorLink opened = CoordinatorLink.open(dial, transport, stream);
        stream.link = opened;
        transport.execute(() -> stream.greet(greet, opened));
        return stream;
    }

    private void greet(Consumer<CoordinatorLink> greet, CoordinatorLink opened) {
        try {
            greet.accept(opened);
        } catch (RuntimeException | Error e) {
            owner.failed(e);
        }
    }

    /// How it ended; empty as long as it goes on.
    Optional<StreamEnd> end() {
        return Optional.ofNullable(end.get());
    }

    /// The way to the coordinator; empty before the welcome.
    Optional<CoordinatorLink> welcomedLink() {
        return working == null ? Optional.empty() : Optional.ofNullable(link);
    }

    /// When it was welcomed, as of `System.nanoTime`.
    long welcomedNanos() {
        return welcomedNanos;
    }

    /// Ends it; the first reason counts.
    void end(StreamEnd why) {
        if (end.compareAndSet(null, why)) {
            owner.changed();
        }
    }

    /// Closes its connection.
    void close() {
        CoordinatorLink opened = link;
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public void welcomed(Welcomed welcome) {
        CoordinatorLink opened = link;
        if (opened != null && working == null && end.get() == null) {
            welcomedNanos = System.nanoTime();
            working = owner.welcomed(opened, welcome);
            owner.changed();
        }
    }

    @Override
    public void heard() {
        pass(WorkingWorker::heard);
    }

    @Override
    public void assigned(AssignedChunk chunk) {
        pass(worker -> worker.assigned(chunk));
    }

    @Override
    public void cancelled(long lease, List<Integer> jobs) {
        pass(worker -> worker.cancelled(lease, jobs));
    }

    @Override
    public void drained(String reason) {
        pass(worker -> worker.drain(reason));
    }

    @Override
    public void adjusted(Adjusted size) {
        pass(worker -> worker.adjust(size));
    }

    @Override
    public void halted(String reason) {
        if (end.get() == null) {
            owner.halted(reason);
        }
    }

    @Override
    public void echoed(long sentNanos, long heardNanos, long resultsHeard) {
        pass(worker -> worker.echoed(sentNanos, heardNanos, resultsHeard));
    }

    @Override
    public void granted(long ticket) {
        pass(worker -> worker.granted(ticket));
    }

    @Override
    public void refused(long ticket, String reason) {
        pass(worker -> worker.refused(ticket, reason));
    }

    @Override
    public void batchEnded(long batch) {
        pass(worker -> worker.batchEnded(batch));
    }

    @Override
    public void ended(StreamEnd why) {
        end(why);
        owner.ended();
    }

    @Override
    public void failed(Throwable failure) {
        owner.failed(failure);
    }

    private void pass(Consumer<WorkingWorker> message) {
        WorkingWorker worker = working;
        if (worker != null && end.get() == null) {
            message.accept(worker);
        }
    }
}
