package dev.manykitchens.benchmarks.peers;

import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.Pools;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Many Kitchens as its users open it: two worker JVMs, and two threads of this one.
final class KitchenSide implements Side {

    private static final String NAME = "Many Kitchens";
    private static final String PROCESSES = "processes:2";
    private static final String THREADS = "threads:2";
    private static final String RECIPE = "compute_square";
    private static final Submitters SUBMITTERS = new Submitters(4);

    private @Nullable Pool processes;
    private @Nullable Pool threads;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return "";
    }

    @Override
    public List<Way> open() {
        Pool jvms = Pools.open(PROCESSES);
        processes = jvms;
        Pool here = Pools.open(THREADS);
        threads = here;
        return List.of(
                way(Handing.BATCH, PROCESSES, "map", numbers -> map(jvms, numbers)),
                way(
                        Handing.EACH,
                        PROCESSES,
                        "submit, %d threads".formatted(SUBMITTERS.threads()),
                        numbers ->
                                SUBMITTERS.sum(
                                        numbers, n -> jvms.submit(RECIPE, n), KitchenSide::number)),
                way(
                        Handing.ONE_AT_A_TIME,
                        PROCESSES,
                        "submit",
                        numbers -> {
                            long sum = 0;
                            for (Integer n : numbers) {
                                sum += number(jvms.submit(RECIPE, n).get());
                            }
                            return sum;
                        }),
                way(Handing.HERE, THREADS, "map", numbers -> map(here, numbers)));
    }

    private static Way way(Handing handing, String pool, String call, Clocked.SumOfSquares work) {
        return new Way(handing, NAME + " " + pool, call, Clocked.over(work));
    }

    private static long map(Pool pool, List<Integer> numbers) {
        long sum = 0;
        for (Object square : pool.map(RECIPE, numbers)) {
            sum += number(square);
        }
        return sum;
    }

    private static long number(Object square) {
        return ((Number) square).longValue();
    }

    @Override
    public void close() {
        if (processes != null) {
            processes.closeNow();
        }
        if (threads != null) {
            threads.closeNow();
        }
    }
}
