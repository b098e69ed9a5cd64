package dev.manykitchens.cli.calibration;

import dev.manykitchens.cli.calibration.MeasuredRun.Source;
import dev.manykitchens.core.measurement.JobCosts;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.StepPlan;
import dev.manykitchens.report.text.Figures;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a measured run says of the pools of one family: what jobs cost, and what dispatch costs.
///
/// Jobs cost what they did on one pool of the run: the one that was chosen, or else the one where
/// they were least disturbed. Those are the pools with at most a slot for each core, of them those
/// of the same family, of those the one with the fewest slots. What dispatch costs comes from the
/// pool of the family that stands first in the same order.
///
/// @param family whose pools it is for
/// @param jobsFrom the pool that jobs cost as much as on
/// @param costs of single jobs there
/// @param resources which named resources they hold
/// @param dispatchFrom the pool that dispatch costs as much as on; empty where none of the family
///   was measured
/// @param dispatch what it costs for each job; nothing where it is not known
public record Calibration(
        Family family,
        String jobsFrom,
        JobCosts costs,
        List<String> resources,
        Optional<String> dispatchFrom,
        Duration dispatch) {

    public Calibration {
        resources = List.copyOf(resources);
    }

    /// What a run says of a family.
    public static Calibration of(MeasuredRun run, Family family) {
        List<Source> calm = theCalmestFirst(run, family);
        Optional<Source> chosen =
                calm.stream()
                        .filter(source -> run.chosen().filter(source.name()::equals).isPresent())
                        .findFirst();
        Source jobs = chosen.orElse(calm.getFirst());
        Optional<Source> way =
                Stream.concat(chosen.stream(), calm.stream())
                        .filter(source -> source.family() == family)
                        .filter(source -> source.costs().overhead() != null)
                        .findFirst();
        return new Calibration(
                family,
                jobs.name(),
                jobs.costs().sample(),
                jobs.costs().resources(),
                way.map(Source::name),
                way.map(source -> dispatch(source)).orElse(Duration.ZERO));
    }

    private static List<Source> theCalmestFirst(MeasuredRun run, Family family) {
        int cores = run.file().host().effectiveProcessors();
        return run.sources().stream()
                .sorted(
                        Comparator.comparingInt(
                                        (Source source) -> Math.max(0, slots(source) - cores))
                                .thenComparing(source -> source.family() != family)
                                .thenComparingInt(Calibration::slots))
                .toList();
    }

    private static int slots(Source source) {
        Integer slots = source.entry().slots();
        return slots == null ? Integer.MAX_VALUE : slots;
    }

    private static Duration dispatch(Source source) {
        Double seconds = source.costs().overhead();
        return seconds == null ? Duration.ZERO : Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /// These steps, with dispatch before them: it computes on the machine, but on no stove of the
    /// pool.
    List<StepPlan> dispatched(List<StepPlan> steps) {
        if (dispatch.isZero()) {
            return steps;
        }
        List<StepPlan> all = new ArrayList<>(steps);
        all.addFirst(new StepPlan.Offload(new DurationDistribution.Constant(dispatch)));
        return all;
    }

    /// Where its figures come from, in a sentence.
    public String words() {
        return "%s: a job computes %s and waits %s, as on `%s`; %s"
                .formatted(
                        family,
                        Figures.time(costs.cpuSeconds()),
                        Figures.time(costs.waitSeconds()),
                        jobsFrom,
                        dispatchWords());
    }

    /// What dispatch costs, in a part of a sentence.
    String dispatchWords() {
        return dispatchFrom
                .map(pool ->
                        "dispatch computes %s a job, as on `%s`"
                                .formatted(Figures.time(dispatch.toNanos() / 1e9), pool))
                .orElseGet(() ->
                        "what dispatch costs was not measured, and is nothing here; measure a pool of this kind too");
    }
}
