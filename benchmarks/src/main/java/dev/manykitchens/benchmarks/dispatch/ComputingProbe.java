package dev.manykitchens.benchmarks.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/// The main class of a JVM with the flags that Java has by default: computes on a thread of its own
/// what it reads, and answers with the seconds.
public final class ComputingProbe {

    private ComputingProbe() {}

    /// Counts the primes below each limit that it reads.
    public static void main(String[] arguments) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try (Pool pool = Pools.open("threads:1")) {
            for (String limit = lines.readLine(); limit != null; limit = lines.readLine()) {
                System.out.println(seconds(pool, Integer.parseInt(limit)));
            }
        }
    }

    /// How long the one job takes on a pool that does nothing else.
    static double seconds(Pool pool, int limit) {
        Stopwatch watch = new Stopwatch();
        Object _ = pool.submit("count_primes", limit).join();
        return watch.seconds();
    }
}
