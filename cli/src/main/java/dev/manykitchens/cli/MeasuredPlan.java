package dev.manykitchens.cli;

import dev.manykitchens.cli.calibration.CalibratedScenario;
import dev.manykitchens.cli.calibration.Calibration;
import dev.manykitchens.cli.calibration.Family;
import dev.manykitchens.cli.calibration.MeasuredRun;
import dev.manykitchens.cli.calibration.MeasuredScenario;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Makes plans of studies that start from what was measured.
final class MeasuredPlan {

    private final MeasuredRun run;
    private final RecipeBook book;
    private final SimulationOptions machine;
    private final Map<Family, StudyOfScenario> families = new EnumMap<>(Family.class);
    private final Set<Family> measured = EnumSet.noneOf(Family.class);
    private final Map<Family, String> notes = new EnumMap<>(Family.class);

    private MeasuredPlan(MeasuredRun run, RecipeBook book, SimulationOptions machine) {
        this.run = run;
        this.book = book;
        this.machine = machine;
    }

    /// The jobs of a run, of which nothing is known but what was measured.
    ///
    /// @param changed what else is to be another way
    /// @throws IllegalArgumentException when too little is known of them, in one line
    static StudyPlan of(
            MeasuredRun run,
            UnaryOperator<Scenario> changed,
            RecipeBook book,
            SimulationOptions machine) {
        MeasuredPlan plan = new MeasuredPlan(run, book, machine);
        for (Family family : Family.values()) {
            Calibration costs = Calibration.of(run, family);
            Scenario scenario = changed.apply(MeasuredScenario.of(run, costs));
            plan.add(costs, scenario, Map.of(), costs.words());
        }
        return plan.made();
    }

    /// The jobs of a scenario whose run was measured.
    ///
    /// @param scenario with the time scale of the run
    /// @throws IllegalArgumentException when they did not compute as the scenario says, in one line
    static StudyPlan of(
            MeasuredRun run, Scenario scenario, RecipeBook book, SimulationOptions machine) {
        MeasuredPlan plan = new MeasuredPlan(run, book, machine);
        for (Family family : Family.values()) {
            Calibration costs = Calibration.of(run, family);
            CalibratedScenario made = CalibratedScenario.of(scenario, costs);
            plan.add(costs, made.scenario(), made.calls(), made.words(costs));
        }
        return plan.made();
    }

    private void add(
            Calibration costs, Scenario scenario, Map<String, Duration> calls, String words) {
        families.put(costs.family(), new StudyOfScenario(scenario, book, machine, calls));
        notes.put(costs.family(), words + " (" + run.where() + ")");
        if (costs.dispatchFrom().isPresent()) {
            measured.add(costs.family());
        }
    }

    private StudyPlan made() {
        List<String> doubts =
                Stream.of(run.disturbed(), run.tooShortToTell())
                        .flatMap(Optional::stream)
                        .map(doubt -> doubt + " (" + run.where() + ")")
                        .toList();
        return new StudyPlan(families, measured, notes, doubts);
    }
}
