package dev.manykitchens.benchmarks.simulation;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.simulator.kitchen.SimulatedScenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;

import org.apache.commons.statistics.descriptive.Median;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;

/// Events a second of M/M/64 at a utilisation of 0.8 on one core: a bare loop, the kernel, other
/// people's kernels, and pools with everything that belongs to them, in turns.
final class KernelSpeed {

    private static final int SERVERS = 64;
    private static final double UTILISATION = 0.8;
    private static final double SERVICE = 0.001;
    private static final double RATE = SERVERS * UTILISATION / SERVICE;
    private static final int WARM_UPS = 2;

    /// An arrival and a departure; what else a simulator makes of a job is its own affair.
    private static final int EVENTS_A_JOB = 2;

    private final PrintWriter out;
    private final int rounds;
    private final int jobs;
    private final List<Contestant> contestants = new ArrayList<>();

    /// @param others whose kernels take part
    KernelSpeed(PrintWriter out, int rounds, int jobs, List<OtherKernel> others) {
        this.out = out;
        this.rounds = rounds;
        this.jobs = jobs;
        contestants.add(
                new Contestant(
                        "bare loop", timed(many -> BareLoop.run(SERVERS, RATE, SERVICE, many))));
        contestants.add(
                new Contestant(
                        "kernel", timed(many -> KernelLoop.run(SERVERS, RATE, SERVICE, many))));
        others.forEach(other -> contestants.add(new Contestant(other::version, timed(other))));
        contestants.add(pool("threads:64"));
        contestants.add(pool("processes:64"));
    }

    /// Simulates so many jobs and says how many events a second that were.
    @FunctionalInterface
    private interface Turn {
        double eventsPerSecond(int jobs) throws KernelMissingException, InterruptedException;
    }

    /// One that takes part. Confined to one thread.
    private static final class Contestant {

        private final Supplier<String> name;
        private final Turn turn;
        private final List<Double> rates = new ArrayList<>();
        private String missing = "";

        /// @param name is known when it has run
        Contestant(Supplier<String> name, Turn turn) {
            this.name = name;
            this.turn = turn;
        }

        Contestant(String name, Turn turn) {
            this(() -> name, turn);
        }

        void run(int jobs, boolean counts) throws InterruptedException {
            try {
                if (missing.isEmpty()) {
                    double rate = turn.eventsPerSecond(jobs);
                    if (counts) {
                        rates.add(rate);
                    }
                }
            } catch (KernelMissingException e) {
                missing = String.valueOf(e.getMessage());
            }
        }

        double median() {
            return KernelSpeed.median(rates);
        }

        /// How many times as fast it is as another one, from turns of the same round.
        double over(Contestant other) {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < rates.size(); i++) {
                ratios.add(rates.get(i) / other.rates.get(i));
            }
            return KernelSpeed.median(ratios);
        }
    }

    /// Runs them and prints a line each.
    ///
    /// @return whether the kernel is ahead of all others that could be had
    boolean run() throws InterruptedException {
        for (int round = -WARM_UPS; round < rounds; round++) {
            for (Contestant contestant : contestants) {
                contestant.run(jobs, round >= 0);
            }
        }
        Contestant bare = contestants.getFirst();
        Contestant kernel = contestants.get(1);
        out.printf(
                "%-14s %12s %18s %22s%n",
                "M/M/64 at 0.8", "M events/s", "of the bare loop", "kernel is times it");
        boolean ahead = true;
        for (Contestant one : contestants) {
            if (!one.missing.isEmpty()) {
                out.printf("%-14s not measured: %s%n", one.name.get(), one.missing);
                continue;
            }
            double times = kernel.over(one);
            out.printf(
                    Locale.ROOT,
                    "%-14s %12.2f %18.3f %22.2f%n",
                    one.name.get(),
                    one.median() / 1e6,
                    one.over(bare),
                    times);
            ahead &= one == bare || times >= 1;
        }
        out.flush();
        return ahead;
    }

    private static Turn timed(IntToLongFunction run) {
        return many -> {
            long begin = System.nanoTime();
            long events = run.applyAsLong(many);
            return events * 1e9 / (System.nanoTime() - begin);
        };
    }

    private static Turn timed(OtherKernel other) {
        return many -> {
            int fewer = many / other.divisor();
            double seconds = other.seconds(SERVERS, RATE, SERVICE, fewer);
            return EVENTS_A_JOB * fewer / seconds;
        };
    }

    private static Contestant pool(String spec) {
        PoolSpec pool = PoolSpec.parse(spec);
        return new Contestant(
                spec,
                timed(many -> {
                    Scenario scenario =
                            Queues.poisson(
                                    RATE,
                                    new DurationDistribution.Exponential(Duration.ofMillis(1)),
                                    many,
                                    1);
                    return new SimulatedScenario(
                                    pool, scenario, Queues.BOOK, SimulationOptions.onCores(SERVERS))
                            .run(0)
                            .events();
                }));
    }

    private static double median(List<Double> figures) {
        return Median.withDefaults()
                .evaluate(figures.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
