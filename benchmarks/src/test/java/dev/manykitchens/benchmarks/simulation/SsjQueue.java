package dev.manykitchens.benchmarks.simulation;

import umontreal.ssj.randvar.RandomVariateGen;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

import java.util.ArrayDeque;
import java.util.Queue;

/// A queue with servers side by side, first come first served, on the kernel of SSJ. Confined to
/// one thread.
final class SsjQueue {

    private final Simulator simulator = new Simulator();
    private final int servers;
    private final RandomVariateGen gaps;
    private final RandomVariateGen services;
    private final Queue<Double> arrived = new ArrayDeque<>();
    private int toCome;
    private int busy;
    private double waited;

    private SsjQueue(int servers, RandomVariateGen gaps, RandomVariateGen services, int jobs) {
        this.servers = servers;
        this.gaps = gaps;
        this.services = services;
        this.toCome = jobs;
    }

    /// The mean time from arrival to begin of so many jobs, the first of which finds the queue
    /// empty.
    ///
    /// @param gaps seconds between arrivals, the first of which is a gap after 0
    /// @param services seconds
    static double meanWait(
            int servers, RandomVariateGen gaps, RandomVariateGen services, int jobs) {
        SsjQueue queue = new SsjQueue(servers, gaps, services, jobs);
        queue.simulator.init();
        queue.new Arrival().schedule(gaps.nextDouble());
        queue.simulator.start();
        return queue.waited / jobs;
    }

    private void begin(double arrival) {
        waited += simulator.time() - arrival;
        new Departure().schedule(services.nextDouble());
    }

    private final class Arrival extends Event {

        Arrival() {
            super(simulator);
        }

        @Override
        public void actions() {
            if (busy < servers) {
                busy++;
                begin(simulator.time());
            } else {
                arrived.add(simulator.time());
            }
            if (--toCome > 0) {
                new Arrival().schedule(gaps.nextDouble());
            }
        }
    }

    private final class Departure extends Event {

        Departure() {
            super(simulator);
        }

        @Override
        public void actions() {
            Double next = arrived.poll();
            if (next == null) {
                busy--;
            } else {
                begin(next);
            }
        }
    }
}
