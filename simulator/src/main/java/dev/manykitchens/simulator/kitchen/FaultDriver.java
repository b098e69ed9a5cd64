package dev.manykitchens.simulator.kitchen;

import dev.manykitchens.core.scenario.Fault;
import dev.manykitchens.core.scenario.StrikeCounts;
import dev.manykitchens.core.scenario.Strikes;
import dev.manykitchens.simulator.Simulation;

import java.time.Duration;
import java.util.List;

/// Has faults strike the workers of a pool when they are due.
final class FaultDriver {

    private final Simulation simulation;
    private final Strikes strikes;
    private final KitchenPlaces places;
    private StrikeCounts counts;

    /// @param faults all that may strike
    FaultDriver(Simulation simulation, List<Fault> faults, Strikes strikes, KitchenPlaces places) {
        this.simulation = simulation;
        this.strikes = strikes;
        this.places = places;
        this.counts = StrikeCounts.of(faults);
    }

    /// Awaits the next one, and those behind it.
    void begin() {
        strikes.next()
                .ifPresent(strike ->
                        simulation.at(
                                strike.atNanos(),
                                () -> {
                                    strike(strike);
                                    begin();
                                }));
    }

    /// What has struck until now.
    StrikeCounts counts() {
        return counts;
    }

    private void strike(Strikes.Strike strike) {
        boolean met =
                switch (strike.fault()) {
                    case Fault.Kill _ -> places.kill(strike.place());
                    case Fault.Pause(_, _, Duration length) -> places.pause(strike.place(), length);
                    case Fault.Cut(_, _, Duration length) -> places.cut(strike.place(), length);
                };
        counts = counts.after(strike.fault(), met, strike.atNanos());
    }
}
