package dev.manykitchens.benchmarks.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/// The main class of a JVM that opens a pool for each line that it reads, and answers with the
/// seconds until the pool was ready for its first job. In a process of its own, because its
/// environment says whether workers have archives of classes.
public final class OpeningProbe {

    private OpeningProbe() {}

    /// Opens the pools of the specs that it reads.
    public static void main(String[] arguments) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String spec = lines.readLine(); spec != null; spec = lines.readLine()) {
            Stopwatch watch = new Stopwatch();
            try (Pool pool = Pools.open(spec)) {
                double seconds = watch.seconds();
                Numbers.requireSquare(3, pool.submit("compute_square", 3).join());
                System.out.println(seconds);
            }
        }
    }
}
