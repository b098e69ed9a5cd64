package dev.manykitchens.core.engine;

import dev.manykitchens.core.attempt.Attempt;
import dev.manykitchens.core.attempt.AttemptAbandonedException;
import dev.manykitchens.core.attempt.AttemptTimes;
import dev.manykitchens.core.attempt.LoopRunner;
import dev.manykitchens.core.attempt.LoopThread;
import dev.manykitchens.core.attempt.RunEnvironment;
import dev.manykitchens.core.job.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;

/// An event loop, with threads for computing or without. The loop takes in attempts one by one, of
/// the sources of the highest priority first, and looks at what was posted between two of them;
/// attempts that wait are timers, which ring when no more can be taken in, and at the latest after
/// [Engines#LOOP_INTAKE_NANOS].
final class LoopEngine implements Engine {

    /// How many computations may be queued before the loop takes in no more attempts.
    private static final int MOST_QUEUED = 10_000;

    private final RunEnvironment environment;
    private final int limit;
    private final EngineThreads loopThreads;
    private final EventLoop loop;
    private final @Nullable FixedThreads computing;
    private final TurnQueue computations = new TurnQueue();
    private final Runnable computeNext = this::computeNext;
    private final AtomicInteger inProgress = new AtomicInteger();
    private volatile boolean full;

    /// Confined to the loop.
    private final ByPriority<Entry> entries = new ByPriority<>();

    /// @param computingThreads 0: computing is done on the loop
    LoopEngine(String name, RunEnvironment environment, int computingThreads, int limit) {
        this.environment = environment;
        this.limit = limit;
        if (computingThreads == 0) {
            loopThreads = new EngineThreads(name);
            computing = null;
            loop = new EventLoop(loopThreads, this::takeIn);
        } else {
            loopThreads = new EngineThreads(name + "-loop");
            computing = new FixedThreads(name, computingThreads);
            loop = new EventLoop(loopThreads, this::takeIn);
        }
        loop.start();
    }

    @Override
    public void run(AttemptSource source) {
        loop.post(new Entry(source));
    }

    @Override
    public void threadLost(Thread thread, AttemptSource source) {
        if (loop.isOwner(thread)) {
            loop.replace(thread);
        } else if (computing != null) {
            computing.lose(thread);
        }
        endOne();
    }

    @Override
    public void resize(int size) {
        if (computing == null) {
            throw new UnsupportedOperationException(
                    "a loop must have threads for computing to get another number of them");
        }
        computing.resize(size);
    }

    @Override
    public void close() {
        loop.close();
        loopThreads.joinAll();
        if (computing != null) {
            computing.close();
        }
    }

    /// Begins one attempt of the source whose turn it is among the most urgent ones.
    private boolean takeIn() {
        if (entries.isEmpty() || isFull()) {
            return false;
        }
        for (Entry entry = entries.pollFirst(); entry != null; entry = entries.pollFirst()) {
            Attempt attempt = entry.source.next();
            if (attempt != null) {
                if (entry.source.remaining() > 0) {
                    entries.addLast(entry, entry.source.priority());
                }
                inProgress.incrementAndGet();
                entry.runner.begin(attempt, entry.source.newTimes());
                return true;
            }
        }
        return false;
    }

    private boolean isFull() {
        if (hasRoom()) {
            return false;
        }
        // Looked at again after the mark is set, so that an end between the two is not missed.
        full = true;
        return !hasRoom();
    }

    private boolean hasRoom() {
        return inProgress.get() < limit && (computing == null || computing.queued() < MOST_QUEUED);
    }

    private void endOne() {
        inProgress.decrementAndGet();
        if (full) {
            full = false;
            loop.post(() -> {});
        }
    }

    /// A source, and the loop as its attempts see it: computations of all sources of the same
    /// priority take turns, those of a higher one go first. One object for all that a source needs,
    /// because many have one short job.
    private final class Entry implements LoopThread, LoopRunner.Listener, Runnable {

        private final AttemptSource source;
        private final LoopRunner runner;

        /// Confined to the loop; made when the first of them leaves it to compute.
        private TurnQueue.@Nullable Lane lane;

        Entry(AttemptSource source) {
            this.source = source;
            this.runner = new LoopRunner(environment, this, this);
        }

        /// On the loop, for the first time.
        @Override
        public void run() {
            entries.addLast(this, source.priority());
        }

        @Override
        public void ended(Attempt attempt, Outcome outcome, AttemptTimes times) {
            source.ended(attempt, outcome, times);
            endOne();
        }

        @Override
        public void post(Runnable task) {
            loop.post(task);
        }

        @Override
        public Timer postAt(long nanos, Runnable task) {
            return loop.postAt(nanos, task);
        }

        @Override
        public boolean computesOnLoop() {
            return computing == null;
        }

        @Override
        public void postToCompute(Runnable task) {
            FixedThreads threads = computing;
            if (threads == null) {
                throw new IllegalStateException("this loop computes on its own thread");
            }
            TurnQueue.Lane known = lane;
            if (known == null) {
                known = new TurnQueue.Lane(source.priority());
                lane = known;
            }
            computations.add(known, task);
            // Each takes the most urgent computation that is there when it comes to run.
            threads.execute(computeNext, 0);
        }
    }

    private void computeNext() {
        try {
            computations.take().run();
        } catch (AttemptAbandonedException _) {
            if (computing != null) {
                computing.comeBack();
            }
        }
    }
}
