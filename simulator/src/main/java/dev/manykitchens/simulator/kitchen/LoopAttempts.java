package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.engine.ByPriority;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// An event loop that computes itself, or has threads for that: `async`, `hybrid:N`. The loop takes
/// in attempts one by one, looks at what was posted between two of them and then at what is due,
/// and threads take computations, those of the highest priority first.
final class LoopAttempts implements SimulatedEngine {

    /// How many computations may be queued before the loop takes in no more attempts, as in
    /// [dev.manykitchens.core.engine].
    private static final int MOST_QUEUED = 10_000;

    private final SimulatedKitchen kitchen;
    private final int limit;
    private final @Nullable PermitQueue computing;
    private final SimulatedLoop loop;
    private final ByPriority<JobSupply> turns = new ByPriority<>();
    private int inProgress;

    /// @param computingThreads 0: computing is done on the loop
    LoopAttempts(SimulatedKitchen kitchen, int computingThreads, int limit) {
        this.kitchen = kitchen;
        this.limit = limit;
        this.loop = new SimulatedLoop(kitchen.simulation(), this::takeIn);
        this.computing =
                computingThreads == 0
                        ? null
                        : new PermitQueue(kitchen.simulation(), computingThreads);
    }

    @Override
    public void start(List<? extends JobSupply> batches) {
        batches.forEach(batch -> turns.addLast(batch, batch.priority()));
        kitchen.simulation().after(0, loop::turn);
    }

    @Override
    public void more(JobSupply supply) {
        if (!turns.anyMatch(supply::equals)) {
            turns.addLast(supply, supply.priority());
        }
        kitchen.simulation().after(0, loop::turn);
    }

    private boolean takeIn() {
        if (inProgress >= limit || (computing != null && computing.waiting() >= MOST_QUEUED)) {
            return false;
        }
        for (JobSupply batch = turns.pollFirst(); batch != null; batch = turns.pollFirst()) {
            if (batch.hasNext()) {
                turns.addLast(batch, batch.priority());
                inProgress++;
                int job = batch.next();
                Footing footing =
                        computing == null
                                ? new OnLoop()
                                : new OnThreads(computing, batch.priorityOf(job));
                new SimulatedAttempt(kitchen, batch, job, footing).begin();
                return true;
            }
        }
        return false;
    }

    /// An attempt that does everything on the loop.
    private final class OnLoop implements Footing {

        @Override
        public void leave() {
            loop.free();
        }

        @Override
        public void comeBack(Runnable goOn) {
            loop.ring(goOn);
        }

        @Override
        public void comeBackGranted(Runnable goOn) {
            loop.post(goOn);
        }

        @Override
        public boolean mayCompute(Runnable there) {
            return true;
        }

        /// The loop waits with it.
        @Override
        public void park() {}

        @Override
        public void unpark(Runnable goOn) {
            goOn.run();
        }

        @Override
        public void ended() {
            inProgress--;
            loop.free();
        }
    }

    /// An attempt that waits on the loop, which costs no time, and computes on a thread for that.
    /// It stays on that thread until it waits.
    private final class OnThreads implements Footing {

        private final PermitQueue threads;
        private final int priority;
        private boolean onThread;

        OnThreads(PermitQueue threads, int priority) {
            this.threads = threads;
            this.priority = priority;
        }

        @Override
        public void leave() {
            if (onThread) {
                onThread = false;
                threads.giveBack();
                lookForMore();
            } else {
                loop.free();
            }
        }

        @Override
        public void comeBack(Runnable goOn) {
            loop.ring(goOn);
        }

        @Override
        public void comeBackGranted(Runnable goOn) {
            loop.post(goOn);
        }

        @Override
        public boolean mayCompute(Runnable there) {
            if (onThread) {
                return true;
            }
            threads.take(
                    priority,
                    () -> {
                        onThread = true;
                        there.run();
                    });
            loop.free();
            return false;
        }

        /// Its thread waits with it.
        @Override
        public void park() {}

        @Override
        public void unpark(Runnable goOn) {
            goOn.run();
        }

        @Override
        public void ended() {
            inProgress--;
            leave();
        }

        /// There may be room for another attempt now.
        private void lookForMore() {
            if (!turns.isEmpty()) {
                kitchen.simulation().after(0, loop::turn);
            }
        }
    }
}
