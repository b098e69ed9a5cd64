package dev.manykitchens.cli.calibration;

import dev.manykitchens.core.load.Rate;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.report.run.LoadEntry;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/// The jobs of a measured run as a scenario that says nothing but what was measured: each job does
/// what one of the measured jobs did. They come as they came then: all at once, or at the rate of
/// the load.
public final class MeasuredScenario {

    private MeasuredScenario() {}

    /// The scenario.
    ///
    /// @param costs what jobs and dispatch cost
    /// @throws IllegalArgumentException when the run does not tell enough: what jobs hold while
    ///   they run, or when they come
    public static Scenario of(MeasuredRun run, Calibration costs) {
        RunFile file = run.file();
        if (!costs.resources().isEmpty()) {
            throw new IllegalArgumentException(
                    "a simulation must know how long jobs hold %s, the run of %s does not tell it; %s"
                            .formatted(
                                    String.join(", ", costs.resources()),
                                    file.scenario().title(),
                                    file.scenario().name() == null
                                            ? "write a scenario with their steps"
                                            : "name the scenario too"));
        }
        Optional<LoadEntry> load =
                file.measured().stream().map(PoolEntry::load).filter(Objects::nonNull).findFirst();
        return new Scenario(
                file.scenario().title(),
                "",
                load.map(entry -> arrivals(run, entry)).orElseGet(Arrivals.AllAtOnce::new),
                load.isPresent() ? OptionalInt.empty() : OptionalInt.of(file.jobs()),
                load.map(entry -> Duration.ofNanos(Math.round(entry.duration() * 1e9))),
                List.of(
                        new JobClass(
                                "job",
                                1,
                                costs.dispatched(List.of(new StepPlan.Replay(costs.costs()))),
                                Optional.empty())),
                Map.of(),
                run.pools(),
                file.scenario().seed(),
                Optional.empty(),
                Optional.empty());
    }

    private static Arrivals arrivals(MeasuredRun run, LoadEntry load) {
        if (load.keepsUp().equals("closed")) {
            throw new IllegalArgumentException(
                    "a simulation must know when jobs come, %s does not tell how long its users think; name the scenario too"
                            .formatted(run.where()));
        }
        return new Arrivals.Poisson(new Rate(BigDecimal.valueOf(load.rate()), Rate.Unit.S));
    }
}
