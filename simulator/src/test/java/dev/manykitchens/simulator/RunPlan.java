package dev.manykitchens.simulator;

import dev.manykitchens.core.dispatch.DispatchOptions;
import dev.manykitchens.core.random.RandomStreams;
import dev.manykitchens.core.resource.ResourceSpec;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.simulator.SimulatedJob.Fate;

import org.apache.commons.rng.UniformRandomProvider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/// What one random run is made of, fixed by its seed: options, batches, workers, and how rough it
/// gets.
final class RunPlan {

    /// How rough a run gets.
    enum Weather {
        /// Workers die only by jobs that kill them; they join late, drain, batches are cancelled.
        CALM,
        /// Workers are killed, vanish and stand still; their links are streams.
        ROUGH,
        /// As rough, and messages are lost, duplicated, late and overtaken.
        HARSH
    }

    /// One batch: when it comes, whose it is, how large, what its jobs do.
    record BatchPlan(
            long number,
            long atNanos,
            long submitter,
            String recipe,
            int attempts,
            boolean speculate,
            int priority,
            List<SimulatedJob> jobs) {}

    private static final List<String> RECIPES = List.of("bake", "brew", "fry");

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;

    private final UniformRandomProvider random;
    private final Weather weather;
    private final DispatchOptions options;
    private final List<BatchPlan> batches = new ArrayList<>();

    /// The limits of submitters 1, 2, …
    private final List<Integer> limits = new ArrayList<>();

    private final List<String> recipes;

    RunPlan(RandomStreams streams) {
        random = streams.stream("plan");
        weather = Weather.values()[random.nextInt(Weather.values().length)];
        Map<String, ResourceSpec> shared =
                chance(0.4)
                        ? Map.of("machine", ResourceSpec.shared(1 + random.nextInt(3)))
                        : Map.of();
        options =
                new DispatchOptions(
                        Duration.ofMillis(between(400, 800)),
                        Duration.ofMillis(between(150, 300)),
                        Duration.ofMillis(between(1, 20)),
                        (int) between(1, 64),
                        1 << 20,
                        random.nextInt(3),
                        Duration.ofMillis(between(0, 5)),
                        1000,
                        1000,
                        1000,
                        shared,
                        1);
        recipes = RECIPES.subList(0, (int) between(1, RECIPES.size()));
        int submitters = (int) between(0, 3);
        for (int i = 0; i < submitters; i++) {
            limits.add((int) between(0, 3));
        }
        int count = (int) between(1, 5);
        for (int i = 1; i <= count; i++) {
            batches.add(batch(i));
        }
    }

    Weather weather() {
        return weather;
    }

    DispatchOptions options() {
        return options;
    }

    List<BatchPlan> batches() {
        return batches;
    }

    /// The limits of workers of submitters 1, 2, …; 0 for none.
    List<Integer> limits() {
        return limits;
    }

    SimulatedJob job(long batch, int job) {
        return batches.get((int) batch - 1).jobs().get(job);
    }

    /// The next worker to join.
    ///
    /// @param knowsAll whether it can run every recipe
    WorkerPlan worker(String name, boolean onStream, boolean knowsAll) {
        LinkFaults faults =
                onStream || weather != Weather.HARSH
                        ? LinkFaults.NONE
                        : new LinkFaults(
                                chance(0.7) ? random.nextDouble() * 0.2 : 0,
                                chance(0.7) ? random.nextDouble() * 0.2 : 0,
                                chance(0.7) ? random.nextDouble() * 0.3 : 0,
                                between(1, 1000) * MILLI);
        return new WorkerPlan(
                name,
                (int) between(1, 4),
                random.nextInt(3),
                between(20, 50) * MILLI,
                chance(0.5) ? 0 : 0.3,
                new LinkPlan(
                        new DurationDistribution.Constant(
                                Duration.ofNanos(between(50, 3000) * MICRO)),
                        OptionalDouble.empty(),
                        faults),
                knowsAll || chance(0.5) ? Set.of() : some(recipes));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    long between(long min, long max) {
        return min + random.nextLong(max - min + 1);
    }

    /// One of several; there must be one.
    <T> T oneOf(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private Set<String> some(List<String> all) {
        Set<String> some = new TreeSet<>(Set.of(oneOf(all)));
        all.stream().filter(_ -> chance(0.4)).forEach(some::add);
        return some;
    }

    private BatchPlan batch(long number) {
        long at = chance(0.5) ? 0 : between(0, 1500) * MILLI;
        long longest = oneOf(List.of(20 * MICRO, 500 * MICRO, 5 * MILLI, 60 * MILLI, 300 * MILLI));
        int most = longest < MILLI ? 400 : 60;
        int size = chance(0.05) ? 0 : (int) (chance(0.7) ? between(1, 20) : between(20, most));
        int killers = chance(0.25) ? (int) between(1, 2) : 0;
        List<SimulatedJob> jobs = new ArrayList<>(size);
        for (int job = 0; job < size; job++) {
            boolean kills = killers > 0 && chance(0.1);
            killers -= kills ? 1 : 0;
            Fate fate = kills ? Fate.KILLS : chance(0.05) ? Fate.FAILS : Fate.SUCCEEDS;
            Optional<String> resource =
                    options.resources().isEmpty() || chance(0.7)
                            ? Optional.empty()
                            : Optional.of(chance(0.02) ? "mashine" : "machine");
            long service = chance(0.02) ? 10 * longest : between(1, longest);
            jobs.add(new SimulatedJob(service, fate, resource));
        }
        return new BatchPlan(
                number,
                at,
                between(0, limits.size()),
                oneOf(recipes),
                (int) between(1, 4),
                chance(0.5),
                chance(0.5) ? 0 : (int) between(0, 3),
                jobs);
    }
}
