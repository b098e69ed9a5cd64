package dev.manykitchens.benchmarks.simulation;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.simulator.kitchen.SimulatedScenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// How long one run of ten million jobs on 10,000 worker JVMs takes, at a utilisation of 0.8, in a
/// JVM of its own that has 1 GB of heap: at most 20 s, it should be.
final class ManyWorkers {

    private static final int WORKERS = 10_000;
    private static final int JOBS = 10_000_000;
    private static final double UTILISATION = 0.8;
    private static final Duration SERVICE = Duration.ofMillis(10);
    private static final String HEAP = "-Xmx1g";
    private static final double MOST_SECONDS = 20;

    private final PrintWriter out;
    private final int jobs;

    /// @param share of the ten million jobs that are simulated, above 0 and at most 1; the bound is
    ///   as much shorter
    ManyWorkers(PrintWriter out, double share) {
        this.out = out;
        this.jobs = (int) Math.round(JOBS * share);
    }

    /// Runs it and prints a line.
    ///
    /// @return whether it stayed within the bound
    boolean run() throws InterruptedException {
        String seconds = inItsOwnJvm();
        double most = MOST_SECONDS * jobs / JOBS;
        boolean within;
        try {
            double taken = Double.parseDouble(seconds);
            within = taken <= most;
            out.printf(
                    Locale.ROOT,
                    "%,d jobs on %,d workers with %s: %.1f s, %.0f ns a job, should be at most %.1f s%n",
                    jobs,
                    WORKERS,
                    HEAP,
                    taken,
                    taken * 1e9 / jobs,
                    most);
        } catch (NumberFormatException _) {
            within = false;
            out.printf(
                    Locale.ROOT,
                    "%,d jobs on %,d workers with %s did not end: %s%n",
                    jobs,
                    WORKERS,
                    HEAP,
                    seconds);
        }
        out.flush();
        return within;
    }

    /// The last line that it says, its errors included.
    private String inItsOwnJvm() throws InterruptedException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-classpath",
                        System.getProperty("java.class.path"),
                        ManyWorkers.class.getName(),
                        String.valueOf(jobs));
        String last = "nothing was said";
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (BufferedReader lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    last = line;
                }
            } finally {
                process.destroy();
            }
            process.waitFor();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
        return last;
    }

    /// Simulates so many jobs once and says how many seconds that took: nothing is warm.
    public static void main(String[] arguments) {
        int jobs = Integer.parseInt(arguments[0]);
        double perSecond = WORKERS * UTILISATION * 1e9 / SERVICE.toNanos();
        Scenario scenario =
                Queues.poisson(perSecond, new DurationDistribution.Exponential(SERVICE), jobs, 1);
        PoolSpec pool = PoolSpec.parse("processes:" + WORKERS);
        long begin = System.nanoTime();
        long events =
                new SimulatedScenario(pool, scenario, Queues.BOOK, SimulationOptions.onCores(1))
                        .run(0)
                        .events();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (events < jobs) {
            throw new IllegalStateException("a job must be an event at least, had " + events);
        }
        System.out.printf(Locale.ROOT, "%.3f%n", seconds);
    }
}
