package dev.manykitchens.benchmarks.simulation;

import umontreal.ssj.randvar.ExponentialGen;
import umontreal.ssj.rng.MRG32k3a;
import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// M/M/c on the kernel of SSJ (Stochastic Simulation in Java, Université de Montréal) with its own
/// streams of random numbers. SSJ keeps static state that is not synchronised: its streams are made
/// and used on one thread.
public final class SsjKernel implements OtherKernel {

    private static final Pattern VERSION = Pattern.compile("ssj-([0-9.]+)\\.jar");

    @Override
    public String name() {
        return "SSJ";
    }

    /// The jar's name is the one place that says it.
    @Override
    public String version() {
        String jar =
                String.valueOf(Simulator.class.getProtectionDomain().getCodeSource().getLocation());
        Matcher version = VERSION.matcher(jar);
        return version.find() ? name() + " " + version.group(1) : name();
    }

    @Override
    public int divisor() {
        return 1;
    }

    @Override
    public double seconds(int servers, double arrivalsPerSecond, double serviceSeconds, int jobs) {
        Loop loop = new Loop(servers, arrivalsPerSecond, serviceSeconds, jobs);
        long begin = System.nanoTime();
        loop.run();
        return (System.nanoTime() - begin) / 1e9;
    }

    /// One run. It makes an event object for each event, as SSJ's examples do.
    private static final class Loop {

        private final Simulator simulator = new Simulator();
        private final ExponentialGen gaps;
        private final ExponentialGen services;
        private final int servers;
        private int toCome;
        private int busy;
        private int waiting;

        Loop(int servers, double rate, double service, int jobs) {
            gaps = new ExponentialGen(new MRG32k3a(), rate);
            services = new ExponentialGen(new MRG32k3a(), 1 / service);
            this.servers = servers;
            toCome = jobs;
        }

        void run() {
            simulator.init();
            new Arrival().schedule(gaps.nextDouble());
            simulator.start();
        }

        private final class Arrival extends Event {

            Arrival() {
                super(simulator);
            }

            @Override
            public void actions() {
                if (busy < servers) {
                    busy++;
                    new Departure().schedule(services.nextDouble());
                } else {
                    waiting++;
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
                if (waiting > 0) {
                    waiting--;
                    new Departure().schedule(services.nextDouble());
                } else {
                    busy--;
                }
            }
        }
    }
}
