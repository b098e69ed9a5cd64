package dev.manykitchens.benchmarks.simulation;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/// M/M/c as a loop over a binary heap of primitive times, and nothing else: what a simulation could
/// cost at least. Departures are all alike, so an event is its time.
final class BareLoop {

    private final double[] departures;
    private int busy;

    private BareLoop(int servers) {
        departures = new double[servers];
    }

    /// Runs so many jobs.
    ///
    /// @return how many events that were: arrivals and departures
    static long run(int servers, double arrivalsPerSecond, double serviceSeconds, int jobs) {
        return new BareLoop(servers).run(arrivalsPerSecond, serviceSeconds, jobs);
    }

    private long run(double rate, double service, int jobs) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(1);
        SharedStateContinuousSampler gaps = ZigguratSampler.Exponential.of(random, 1 / rate);
        SharedStateContinuousSampler services = ZigguratSampler.Exponential.of(random, service);
        double arrival = gaps.sample();
        int arrived = 0;
        int waiting = 0;
        long events = 0;
        while (arrived < jobs || busy > 0) {
            events++;
            if (arrived < jobs && (busy == 0 || arrival <= departures[0])) {
                arrived++;
                if (busy < departures.length) {
                    add(arrival + services.sample());
                } else {
                    waiting++;
                }
                arrival += gaps.sample();
            } else if (waiting > 0) {
                waiting--;
                replaceFirst(departures[0] + services.sample());
            } else {
                removeFirst();
            }
        }
        return events;
    }

    private void add(double time) {
        int hole = busy++;
        while (hole > 0 && departures[(hole - 1) >>> 1] > time) {
            departures[hole] = departures[(hole - 1) >>> 1];
            hole = (hole - 1) >>> 1;
        }
        departures[hole] = time;
    }

    private void removeFirst() {
        double last = departures[--busy];
        if (busy > 0) {
            replaceFirst(last);
        }
    }

    private void replaceFirst(double time) {
        int hole = 0;
        for (int child = 1; child < busy; child = 2 * hole + 1) {
            if (child + 1 < busy && departures[child + 1] < departures[child]) {
                child++;
            }
            if (departures[child] >= time) {
                break;
            }
            departures[hole] = departures[child];
            hole = child;
        }
        departures[hole] = time;
    }
}
