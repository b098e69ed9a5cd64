package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.cluster.WorkerRow;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// What a dashboard remembers of one process that runs jobs, beside what its worker's row says. Not
/// thread-safe.
final class KitchenFacts {

    private final int id;
    private final int pool;
    private final CpuRate cpu = new CpuRate();
    private final Lanes lanes = new Lanes();

    /// By lane: its newest bar among those of the frame that is being collected.
    private final int[] lastBars = new int[Lanes.MOST];

    private long collecting = -1;
    private String reason = "";
    private long heapBytes;
    private long heapMostBytes;

    KitchenFacts(int id, int pool) {
        this.id = id;
        this.pool = pool;
    }

    int id() {
        return id;
    }

    Lanes lanes() {
        return lanes;
    }

    /// The newest bar of a lane among those of this frame; -1 when there is none.
    int lastBar(int lane, long frame) {
        if (collecting != frame) {
            Arrays.fill(lastBars, -1);
            collecting = frame;
        }
        return lastBars[lane];
    }

    void lastBar(int lane, int bar) {
        lastBars[lane] = bar;
    }

    void changed(String why) {
        reason = why;
    }

    void used(long nowNanos, long cpuNanos, long heap, long heapMost) {
        cpu.put(nowNanos, cpuNanos);
        heapBytes = heap;
        heapMostBytes = heapMost;
    }

    /// Its row, where its worker is in this one.
    ///
    /// @param of whose worker it is
    Frame.KitchenRow row(WorkerRow worker, String state, ShownPool of, Zero zero) {
        return new Frame.KitchenRow(
                id,
                pool,
                worker.name(),
                worker.host(),
                worker.pid(),
                worker.threads(),
                of.stoves().orElse(worker.facts().stoves()),
                state,
                reason,
                known(worker.residentBytes()),
                known(heapBytes),
                known(heapMostBytes),
                cpu.cores(),
                of.inside().map(ShownPool.ThisJvm::version).orElse(worker.facts().buildVersion()),
                zero.seconds(worker.joinedNanos()),
                zero.seconds(worker.heardNanos()),
                worker.running(),
                worker.succeeded(),
                worker.failed());
    }

    private static @Nullable Long known(long bytes) {
        return bytes == 0 ? null : bytes;
    }
}
