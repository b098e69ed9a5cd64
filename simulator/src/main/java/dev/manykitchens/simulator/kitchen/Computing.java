package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.recipe.Computation;
import dev.manykitchens.core.recipe.RecipeCode;
import dev.manykitchens.simulator.Simulation;

import org.jspecify.annotations.Nullable;

/// What an attempt computes, one computation after the other: first it waits for a stove, if it
/// needs one, then the cores let it progress. It gives its stove away when the switch interval is
/// over, and leaves its core when its process stands still.
///
/// ```
/// begin ──▶ stove ──▶ cores ──▶ computed
///             ▲         │ switch interval over
///             └──queues─┘
/// ```
final class Computing extends SimulatedStove.Turn {

    /// Whose computations these are.
    interface Owner {

        /// What was computed is done: it goes on.
        void computed();

        /// Runs real code that was computed.
        void run(Computation.Code code) throws Exception;

        /// Real code threw this: it does not go on.
        void failed(Throwable thrown);
    }

    private final SimulatedKitchen kitchen;
    private final Footing footing;
    private final SimulatedTimes times;
    private final Owner owner;
    private final Simulation simulation;

    private boolean onStove;
    private long demand;
    private Computation.@Nullable Code code;
    private SimulatedCores.@Nullable Task task;
    private long waitingSince;

    /// Whether it is broken off because the process stands still.
    private boolean offCore;

    Computing(SimulatedKitchen kitchen, Footing footing, SimulatedTimes times, Owner owner) {
        this.kitchen = kitchen;
        this.footing = footing;
        this.times = times;
        this.owner = owner;
        this.simulation = kitchen.simulation();
    }

    /// Begins a computation.
    ///
    /// @param nanos how long a core at the usual speed computes
    /// @param real the code that stands behind it, if there is any
    /// @return whether its owner goes on at once, since there was nothing to compute; otherwise it
    ///   is told
    boolean begin(long nanos, Computation.@Nullable Code real, boolean needsStove) {
        demand = kitchen.computing(nanos);
        code = real;
        onStove = needsStove;
        if (!onStove || kitchen.stove().acquire(this)) {
            return occupyCore();
        }
        waitingSince = simulation.now();
        footing.park();
        return false;
    }

    /// Its process stands still or ends: it computes no more.
    void leaveCore() {
        if (task != null) {
            putOff(task);
            offCore = true;
        }
    }

    /// Its process goes on.
    void backToCore() {
        if (!offCore) {
            return;
        }
        offCore = false;
        if (demand == 0) {
            simulation.after(0, kitchen.here(this::coreDone));
        } else {
            task = kitchen.cores().begin(demand, this::coreDone);
        }
    }

    @Override
    void granted() {
        kitchen.here(this::stoveGranted).run();
    }

    @Override
    void switched() {
        kitchen.here(this::switchStove).run();
    }

    private void stoveGranted() {
        footing.unpark(() -> {
            times.stove += simulation.now() - waitingSince;
            if (occupyCore()) {
                owner.computed();
            }
        });
    }

    /// @return whether it goes on at once, since there was nothing to compute
    private boolean occupyCore() {
        if (demand == 0) {
            return done();
        }
        task = kitchen.cores().begin(demand, this::coreDone);
        if (onStove) {
            kitchen.stove().computes(this);
        }
        return false;
    }

    private void coreDone() {
        task = null;
        times.cpu += demand;
        demand = 0;
        if (done()) {
            owner.computed();
        }
    }

    /// The switch interval is over: it gives its stove away, unless it is done at this instant.
    private void switchStove() {
        SimulatedCores.Task running = task;
        if (running == null || !onStove || kitchen.cores().remaining(running) == 0) {
            return;
        }
        putOff(running);
        waitingSince = simulation.now();
        kitchen.stove().giveWay(this);
        footing.park();
    }

    private void putOff(SimulatedCores.Task running) {
        long left = kitchen.cores().stop(running);
        task = null;
        times.cpu += demand - left;
        demand = left;
    }

    /// @return whether it goes on; it does not when its code has failed
    private boolean done() {
        Throwable thrown = null;
        Computation.Code real = code;
        if (real instanceof RecipeCode call && call.endsItsProcess()) {
            if (kitchen.end(call + " ended it")) {
                return false;
            }
            thrown =
                    new IllegalStateException(
                            call
                                    + " ends the process that runs it, so it needs worker JVMs such as processes:2");
        } else if (real != null) {
            try {
                owner.run(real);
            } catch (Throwable failure) {
                thrown = failure;
            }
        }
        if (onStove) {
            kitchen.stove().release(this);
        }
        if (thrown != null) {
            owner.failed(thrown);
        }
        return thrown == null;
    }
}
