package dev.manykitchens.benchmarks.simulation;

import dev.manykitchens.simulator.Simulation;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/// M/M/c on the kernel of the simulator alone: its clock and its heap.
final class KernelLoop {

    private final Simulation simulation = new Simulation();
    private final SharedStateContinuousSampler gaps;
    private final SharedStateContinuousSampler services;
    private final int servers;
    private final Runnable arrival = this::arrive;
    private final Runnable departure = this::depart;
    private int toCome;
    private int busy;
    private int waiting;

    private KernelLoop(int servers, double rate, double service, int jobs) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(1);
        gaps = ZigguratSampler.Exponential.of(random, 1e9 / rate);
        services = ZigguratSampler.Exponential.of(random, 1e9 * service);
        this.servers = servers;
        toCome = jobs;
    }

    /// Runs so many jobs.
    ///
    /// @return how many events that were
    static long run(int servers, double arrivalsPerSecond, double serviceSeconds, int jobs) {
        KernelLoop loop = new KernelLoop(servers, arrivalsPerSecond, serviceSeconds, jobs);
        loop.simulation.after(Math.round(loop.gaps.sample()), loop.arrival);
        loop.simulation.run();
        return loop.simulation.steps();
    }

    private void arrive() {
        if (busy < servers) {
            busy++;
            simulation.after(Math.round(services.sample()), departure);
        } else {
            waiting++;
        }
        if (--toCome > 0) {
            simulation.after(Math.round(gaps.sample()), arrival);
        }
    }

    private void depart() {
        if (waiting > 0) {
            waiting--;
            simulation.after(Math.round(services.sample()), departure);
        } else {
            busy--;
        }
    }
}
