package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.simulator.Simulation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;

/// Several kitchens with some threads each: `processes:NxT`. A job goes to the kitchen with the
/// most free threads, among equals to the one that has waited longest, and batches take turns, as
/// in [dev.manykitchens.core.dispatch.Dispatcher]. Jobs travel one by one and in no time.
final class KitchenSlots implements SimulatedEngine {

    private final Simulation simulation;
    private final Deque<JobSupply> turns = new ArrayDeque<>();
    private final TreeSet<Place> free =
            new TreeSet<>(
                    Comparator.<Place>comparingInt(place -> -place.freeThreads)
                            .thenComparingLong(place -> place.since));
    private long entered;
    private boolean handingOut;

    /// A kitchen and how many of its threads are free.
    private static final class Place {
        private final SimulatedKitchen kitchen;
        private int freeThreads;
        private long since;

        Place(SimulatedKitchen kitchen, int threads) {
            this.kitchen = kitchen;
            this.freeThreads = threads;
        }
    }

    KitchenSlots(Simulation simulation, List<SimulatedKitchen> kitchens, int threads) {
        this.simulation = simulation;
        kitchens.forEach(kitchen -> enter(new Place(kitchen, threads)));
    }

    @Override
    public void start(List<? extends JobSupply> batches) {
        turns.addAll(batches);
        handOutSoon();
    }

    @Override
    public void more(JobSupply supply) {
        if (!turns.contains(supply)) {
            turns.addLast(supply);
        }
        handOutSoon();
    }

    private void enter(Place place) {
        if (place.freeThreads > 0) {
            place.since = entered++;
            free.add(place);
        }
    }

    private void handOutSoon() {
        if (!handingOut) {
            handingOut = true;
            simulation.after(0, this::handOut);
        }
    }

    private void handOut() {
        handingOut = false;
        while (!free.isEmpty()) {
            JobSupply batch = nextBatch();
            if (batch == null) {
                return;
            }
            Place place = free.removeFirst();
            place.freeThreads--;
            enter(place);
            OwnThread thread = new KitchenThread(place);
            SimulatedAttempt attempt =
                    new SimulatedAttempt(place.kitchen, batch, batch.next(), thread);
            simulation.after(0, attempt::begin);
        }
    }

    private @Nullable JobSupply nextBatch() {
        for (JobSupply batch = turns.pollFirst(); batch != null; batch = turns.pollFirst()) {
            if (batch.hasNext()) {
                turns.addLast(batch);
                return batch;
            }
        }
        return null;
    }

    /// A thread of a kitchen, for one attempt.
    private final class KitchenThread extends OwnThread {

        private final Place place;

        KitchenThread(Place place) {
            this.place = place;
        }

        @Override
        public void ended() {
            free.remove(place);
            place.freeThreads++;
            enter(place);
            handOutSoon();
        }
    }
}
