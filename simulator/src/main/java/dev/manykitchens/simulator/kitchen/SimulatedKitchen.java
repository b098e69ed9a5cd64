package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.resource.ResourceRefusedException;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.simulator.SimulatedProcess;
import dev.manykitchens.simulator.Simulation;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// One process: its stove, the resources that its jobs can use, and the machine's cores, which it
/// shares with other kitchens.
final class SimulatedKitchen implements SimulatedProcess.Resident {

    private final Simulation simulation;
    private final SimulatedProcess process;
    private final boolean mortal;
    private final double speed;
    private final SimulationOptions options;
    private final SimulatedCores cores;
    private final SimulatedStove stove;
    private final Map<String, SimulatedResource> resources;
    private final Origin origin;
    private final String worker;

    /// Attempts under way, where they may have to stand still.
    private final Set<SimulatedAttempt> running = new LinkedHashSet<>();

    /// @param process what it is
    /// @param mortal whether the process may stand still or die
    /// @param speed how fast it computes; 1 is as usual
    /// @param resources its own and those that all kitchens share, by name
    /// @param origin its name in outcomes and events
    SimulatedKitchen(
            Simulation simulation,
            SimulatedProcess process,
            boolean mortal,
            double speed,
            SimulationOptions options,
            SimulatedCores cores,
            StoveSpec stoves,
            Map<String, SimulatedResource> resources,
            Origin origin) {
        this.simulation = simulation;
        this.process = process;
        this.mortal = mortal;
        this.speed = speed;
        this.options = options;
        this.cores = cores;
        this.stove = new SimulatedStove(simulation, stoves);
        this.resources = resources;
        this.origin = origin;
        this.worker = origin.worker();
        if (mortal) {
            process.moveIn(this);
        }
    }

    /// Something that happens in this process, whenever it is due.
    Runnable here(Runnable action) {
        return mortal ? () -> process.act(action) : action;
    }

    /// How long a core of this kitchen computes for an amount of work.
    long computing(long nanos) {
        return speed == 1 ? nanos : Math.round(nanos / speed);
    }

    /// A job ends the process that runs it.
    ///
    /// @return whether it could: a pool inside one JVM does not let it
    boolean end(String lastWords) {
        if (mortal) {
            process.die(lastWords);
        }
        return mortal;
    }

    void begun(SimulatedAttempt attempt) {
        if (mortal) {
            running.add(attempt);
        }
    }

    void ended(SimulatedAttempt attempt) {
        if (mortal) {
            running.remove(attempt);
        }
    }

    @Override
    public void standsStill() {
        running.forEach(SimulatedAttempt::leaveCore);
    }

    @Override
    public void goesOn() {
        running.forEach(SimulatedAttempt::backToCore);
    }

    @Override
    public void died() {
        running.forEach(SimulatedAttempt::leaveCore);
        running.clear();
    }

    Simulation simulation() {
        return simulation;
    }

    SimulationOptions options() {
        return options;
    }

    SimulatedCores cores() {
        return cores;
    }

    SimulatedStove stove() {
        return stove;
    }

    Origin origin() {
        return origin;
    }

    /// Its name.
    String worker() {
        return worker;
    }

    Map<String, SimulatedResource> resources() {
        return resources;
    }

    /// The resource of this name.
    ///
    /// @throws ResourceRefusedException when there is none
    SimulatedResource resource(String name) {
        SimulatedResource resource = resources.get(name);
        if (resource == null) {
            throw new ResourceRefusedException(
                    "a resource must be one that the simulation was given, was \""
                            + name
                            + "\"; "
                            + Nearest.suggestion(
                                    name,
                                    resources.keySet(),
                                    "name it with the options, such as " + name + "=1"));
        }
        return resource;
    }
}
