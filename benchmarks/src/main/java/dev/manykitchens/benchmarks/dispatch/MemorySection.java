package dev.manykitchens.benchmarks.dispatch;

import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// What a worker JVM that has done its first job takes of the machine's memory.
final class MemorySection implements Section {

    private static final double MOST_MEGABYTES = 75;
    private static final String RESIDENT = "VmRSS:";
    private static final double KIB = 1024;
    private static final double MEGABYTE = 1e6;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String question() {
        return "how much memory is resident in a worker JVM that has done its first job?";
    }

    @Override
    public void measure(Effort effort, Findings findings) throws Exception {
        if (!Files.isReadable(Path.of("/proc/self/status"))) {
            findings.note("there is no /proc here, so nobody says what is resident.");
            return;
        }
        double[] megabytes = new double[effort.rounds()];
        for (int round = 0; round < megabytes.length; round++) {
            megabytes[round] = ofOneWorker();
        }
        Spread spread = Spread.of(megabytes);
        findings.add(
                "resident in a worker JVM after its first job; limit",
                Units.megabytes(spread.median()),
                Units.megabytes(MOST_MEGABYTES),
                spread.over(MOST_MEGABYTES),
                Bound.atMost(1));
    }

    private static double ofOneWorker() throws IOException {
        AtomicLong pid = new AtomicLong();
        PoolOptions options =
                PoolOptions.defaults()
                        .withEvents(event -> {
                            if (event instanceof RunEvent.WorkerJoined joined) {
                                pid.set(joined.pid());
                            }
                        });
        try (Pool pool = Pools.open(PoolSpec.parse("processes:1"), options)) {
            Numbers.requireSquare(3, pool.submit("compute_square", 3).join());
            return residentMegabytes(pid.get());
        }
    }

    private static double residentMegabytes(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", "" + pid, "status"))) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                            .map(line -> line.replaceAll("\\D", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElseThrow()
                    * KIB
                    / MEGABYTE;
        }
    }
}
