package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.engine.ByPriority;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One virtual thread an attempt, at most so many at once: `virtual`, `virtual:N`.
///
/// The JVM runs virtual threads on as many carriers as there are cores and lets each compute until
/// it waits: those that could go on and have no carrier queue, oldest first, whatever their
/// priorities. Each thread of a batch, when it gets to run, first starts the thread of the next
/// attempt.
final class VirtualThreads implements SimulatedEngine {

    private final SimulatedKitchen kitchen;
    private final int limit;
    private final PermitQueue carriers;
    private final ByPriority<JobSupply> turns = new ByPriority<>();
    private int active;
    private boolean starting;

    VirtualThreads(SimulatedKitchen kitchen, int limit) {
        this.kitchen = kitchen;
        this.limit = limit;
        this.carriers = new PermitQueue(kitchen.simulation(), kitchen.options().cores());
    }

    @Override
    public void start(List<? extends JobSupply> batches) {
        batches.forEach(batch -> turns.addLast(batch, batch.priority()));
        startThread();
    }

    @Override
    public void more(JobSupply supply) {
        if (supply.remaining() == 1 && active < limit) {
            // It has a place, so it begins as soon as a carrier is there, whoever else waits for
            // one.
            active++;
            int job = supply.next();
            carriers.take(
                    () -> new SimulatedAttempt(kitchen, supply, job, new VirtualThread()).begin());
            return;
        }
        if (!turns.anyMatch(supply::equals)) {
            turns.addLast(supply, supply.priority());
        }
        startThread();
    }

    private void startThread() {
        if (!starting && active < limit && turns.anyMatch(JobSupply::hasNext)) {
            starting = true;
            active++;
            carriers.take(new VirtualThread()::begin);
        }
    }

    private @Nullable JobSupply nextBatch() {
        for (JobSupply batch = turns.pollFirst(); batch != null; batch = turns.pollFirst()) {
            if (batch.hasNext()) {
                turns.addLast(batch, batch.priority());
                return batch;
            }
        }
        return null;
    }

    private final class VirtualThread implements Footing {

        /// On a carrier for the first time.
        void begin() {
            starting = false;
            JobSupply batch = nextBatch();
            if (batch == null) {
                ended();
                return;
            }
            int job = batch.next();
            startThread();
            new SimulatedAttempt(kitchen, batch, job, this).begin();
        }

        @Override
        public void leave() {
            carriers.giveBack();
        }

        @Override
        public void comeBack(Runnable goOn) {
            carriers.take(goOn);
        }

        @Override
        public void comeBackGranted(Runnable goOn) {
            carriers.take(goOn);
        }

        @Override
        public boolean mayCompute(Runnable there) {
            return true;
        }

        @Override
        public void park() {
            carriers.giveBack();
        }

        @Override
        public void unpark(Runnable goOn) {
            carriers.take(goOn);
        }

        @Override
        public void ended() {
            active--;
            startThread();
            carriers.giveBack();
        }
    }
}
