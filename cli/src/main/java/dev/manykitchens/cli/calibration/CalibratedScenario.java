package dev.manykitchens.cli.calibration;

import dev.manykitchens.cli.scenario.CodeCalibration;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.text.Figures;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A scenario whose real code and whose dispatch cost what they did when it was measured. All else
/// is as the scenario says.
///
/// @param scenario with dispatch before the steps of each job
/// @param calls how long its real code computes, by the text of the call
public record CalibratedScenario(Scenario scenario, Map<String, Duration> calls) {

    public CalibratedScenario {
        calls = Map.copyOf(calls);
    }

    /// The scenario as a run measured it.
    ///
    /// What jobs computed beyond the calibrated amounts of their steps is what their calls cost. Of
    /// several calls each gets its share by what they cost here.
    ///
    /// @param scenario what ran, with the run's time scale
    /// @throws IllegalArgumentException when the jobs computed less than the scenario says without
    ///   its calls, or when a call fails here
    public static CalibratedScenario of(Scenario scenario, Calibration costs) {
        return of(scenario, costs, () -> CodeCalibration.of(scenario));
    }

    /// @param here asked for what each call costs here, where there are several
    static CalibratedScenario of(
            Scenario scenario, Calibration costs, Supplier<Map<String, Duration>> here) {
        return new CalibratedScenario(dispatched(scenario, costs), calls(scenario, costs, here));
    }

    /// Where its figures come from, in a sentence.
    ///
    /// @param costs what they were made of
    public String words(Calibration costs) {
        String computed =
                calls.entrySet().stream()
                        .map(call ->
                                "%s computes %s"
                                        .formatted(
                                                call.getKey(),
                                                Figures.time(call.getValue().toNanos() / 1e9)))
                        .collect(Collectors.joining(", "));
        return computed.isEmpty()
                ? "%s: %s".formatted(costs.family(), costs.dispatchWords())
                : "%s: %s, as on `%s`; %s"
                        .formatted(
                                costs.family(), computed, costs.jobsFrom(), costs.dispatchWords());
    }

    private static Scenario dispatched(Scenario scenario, Calibration costs) {
        return scenario.withClasses(
                scenario.classes().stream()
                        .map(each -> each.withSteps(costs.dispatched(each.steps())))
                        .toList());
    }

    private static Map<String, Duration> calls(
            Scenario scenario, Calibration costs, Supplier<Map<String, Duration>> here) {
        Set<String> names = CodeCalibration.calls(scenario);
        if (names.isEmpty()) {
            return Map.of();
        }
        double amounts = OfferedLoad.of(scenario, _ -> 0).computing();
        double rest = costs.costs().cpuSeconds() - amounts;
        if (rest <= 0) {
            throw new IllegalArgumentException(
                    "the jobs of %s must compute longer than its steps say without their calls, %s, on `%s` they computed %s; leave out --from"
                            .formatted(
                                    scenario.name(),
                                    Figures.time(amounts),
                                    costs.jobsFrom(),
                                    Figures.time(costs.costs().cpuSeconds())));
        }
        Map<String, Duration> shares =
                names.size() == 1
                        ? names.stream()
                                .collect(Collectors.toMap(name -> name, _ -> Duration.ofSeconds(1)))
                        : here.get();
        double whole =
                OfferedLoad.of(
                                        scenario,
                                        code ->
                                                shares.getOrDefault(code.text(), Duration.ZERO)
                                                                .toNanos()
                                                        / 1e9)
                                .computing()
                        - amounts;
        Map<String, Duration> calls = new TreeMap<>();
        shares.forEach((name, share) ->
                calls.put(name, Duration.ofNanos(Math.round(share.toNanos() * rest / whole))));
        return calls;
    }
}
