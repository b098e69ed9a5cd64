package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.resource.ResourceRefusedException;
import dev.manykitchens.core.stove.StoveSpec;
import dev.manykitchens.simulator.Simulation;

import java.util.Map;

/// One process: its stove, the resources that its jobs can use, and the machine's cores, which it
/// shares with other kitchens.
final class SimulatedKitchen {

    private final Simulation simulation;
    private final SimulationOptions options;
    private final SimulatedCores cores;
    private final SimulatedStove stove;
    private final Map<String, SimulatedResource> resources;
    private final Origin origin;

    /// @param resources its own and those that all kitchens share, by name
    /// @param origin its name in outcomes and events
    SimulatedKitchen(
            Simulation simulation,
            SimulationOptions options,
            SimulatedCores cores,
            StoveSpec stoves,
            Map<String, SimulatedResource> resources,
            Origin origin) {
        this.simulation = simulation;
        this.options = options;
        this.cores = cores;
        this.stove = new SimulatedStove(simulation, stoves);
        this.resources = resources;
        this.origin = origin;
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
