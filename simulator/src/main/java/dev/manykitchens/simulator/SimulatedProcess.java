package dev.manykitchens.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A process in virtual time: it can stand still, as after SIGSTOP, and it can die. What is due
/// while it stands still happens afterwards, in the order in which it was due; what is due after
/// its death never happens.
public final class SimulatedProcess {

    /// Something that goes on in a process without its asking for every step: it must be told.
    public interface Resident {
        /// The process stands still from now on.
        void standsStill();

        /// The process goes on.
        void goesOn();

        /// The process has ended.
        void died();
    }

    private final Simulation simulation;
    private final long pid;
    private final List<Resident> residents = new ArrayList<>(1);
    private Consumer<Optional<String>> whenDead = _ -> {};
    private boolean dead;
    private boolean still;
    private long stillUntil;

    /// A process that runs.
    ///
    /// @param pid its number
    public SimulatedProcess(Simulation simulation, long pid) {
        this.simulation = simulation;
        this.pid = pid;
    }

    /// Its number.
    public long pid() {
        return pid;
    }

    /// Tells a resident what becomes of it from now on.
    public void moveIn(Resident resident) {
        residents.add(resident);
    }

    /// Tells who hears of its death, once: with its last words, unless nobody is told.
    void whenDead(Consumer<Optional<String>> heard) {
        whenDead = heard;
    }

    /// Whether it has ended.
    public boolean isDead() {
        return dead;
    }

    /// Has it do something after a delay of at least 0.
    public void after(long delayNanos, Runnable action) {
        simulation.after(delayNanos, () -> act(action));
    }

    /// Whether it does at once what it is to do: it neither is dead nor stands still.
    boolean isRunning() {
        return !dead && simulation.now() >= stillUntil;
    }

    /// Has it do something now, or when it goes on.
    public void act(Runnable action) {
        if (dead) {
            return;
        }
        if (!isRunning()) {
            simulation.at(stillUntil, () -> act(action));
        } else {
            action.run();
        }
    }

    /// Stands still until a time, or longer if it was to do so already.
    public void standStillUntil(long timeNanos) {
        if (dead || timeNanos <= Math.max(stillUntil, simulation.now())) {
            return;
        }
        stillUntil = timeNanos;
        if (!still) {
            still = true;
            residents.forEach(Resident::standsStill);
        }
        // Before what it puts off until then.
        simulation.at(timeNanos, this::wake);
    }

    private void wake() {
        if (still && !dead && simulation.now() >= stillUntil) {
            still = false;
            residents.forEach(Resident::goesOn);
        }
    }

    /// Ends at once, with these last words to whoever watches it.
    public void die(String lastWords) {
        end(Optional.of(lastWords));
    }

    /// Ends at once and nobody is told, as when a host loses its power.
    public void vanish() {
        end(Optional.empty());
    }

    private void end(Optional<String> lastWords) {
        if (!dead) {
            dead = true;
            residents.forEach(Resident::died);
            whenDead.accept(lastWords);
        }
    }
}
