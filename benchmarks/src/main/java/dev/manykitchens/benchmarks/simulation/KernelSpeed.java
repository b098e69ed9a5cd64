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
import java.util.function.IntToLongFunction;

/// Events a second of M/M/64 at a utilisation of 0.8 on one core: a bare loop, the kernel, and
/// pools with everything that belongs to them, in turns.
final class KernelSpeed {

    private static final int SERVERS = 64;
    private static final double UTILISATION = 0.8;
    private static final double SERVICE = 0.001;
    private static final double RATE = SERVERS * UTILISATION / SERVICE;
    private static final int WARM_UPS = 2;

    private final PrintWriter out;
    private final int rounds;
    private final int jobs;

    /// Something that simulates so many jobs and says how many events they took.
    private record Contestant(String name, IntToLongFunction run) {}

    KernelSpeed(PrintWriter out, int rounds, int jobs) {
        this.out = out;
        this.rounds = rounds;
        this.jobs = jobs;
    }

    /// Runs them and prints a line each.
    void run() {
        List<Contestant> contestants =
                List.of(
                        new Contestant(
                                "bare loop", many -> BareLoop.run(SERVERS, RATE, SERVICE, many)),
                        new Contestant(
                                "kernel", many -> KernelLoop.run(SERVERS, RATE, SERVICE, many)),
                        pool("threads:64"),
                        pool("processes:64"));
        List<List<Double>> rates = new ArrayList<>();
        contestants.forEach(_ -> rates.add(new ArrayList<>()));
        for (int round = -WARM_UPS; round < rounds; round++) {
            for (int i = 0; i < contestants.size(); i++) {
                long begin = System.nanoTime();
                long events = contestants.get(i).run().applyAsLong(jobs);
                double rate = events * 1e9 / (System.nanoTime() - begin);
                if (round >= 0) {
                    rates.get(i).add(rate);
                }
            }
        }
        out.printf("%-14s %14s %20s%n", "M/M/64 at 0.8", "M events/s", "of the bare loop");
        double bare = median(rates.getFirst());
        for (int i = 0; i < contestants.size(); i++) {
            double rate = median(rates.get(i));
            out.printf("%-14s %14.2f %20.2f%n", contestants.get(i).name(), rate / 1e6, rate / bare);
        }
        out.flush();
    }

    private static Contestant pool(String spec) {
        PoolSpec pool = PoolSpec.parse(spec);
        return new Contestant(
                spec,
                many -> {
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
                });
    }

    private static double median(List<Double> figures) {
        return Median.withDefaults()
                .evaluate(figures.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
