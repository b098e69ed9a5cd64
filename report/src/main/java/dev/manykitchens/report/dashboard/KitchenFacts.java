package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.cluster.WorkerRow;
import dev.manykitchens.core.event.InProgressColumns;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.event.WorkerState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// What a dashboard remembers of one process that runs jobs, beside what its worker's row says. Not
/// thread-safe.
final class KitchenFacts {

    private final int id;
    private final int pool;
    private final CpuRate cpu = new CpuRate();
    private final Lanes lanesOf;

    /// By lane: its newest bar among those of the frame that is being collected.
    private final int[] lastBars = new int[Lanes.MOST];

    private long collecting = -1;
    private String reason = "";

    /// When it began to leave; empty while it stays.
    private OptionalLong leavesSince = OptionalLong.empty();

    private Optional<Frame.RunningJobs> running = Optional.empty();
    private Map<String, Integer> awaited = Map.of();
    private long heapBytes;
    private long heapMostBytes;

    /// @param threads how many jobs it can run at once; 0 when nothing limits them
    KitchenFacts(int id, int pool, int threads) {
        this.id = id;
        this.pool = pool;
        lanesOf = new Lanes(threads);
    }

    int id() {
        return id;
    }

    Lanes lanes() {
        return lanesOf;
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

    void changed(RunEvent.WorkerChanged change) {
        reason = change.reason();
        if (change.state() == WorkerState.DRAINING && leavesSince.isEmpty()) {
            leavesSince = OptionalLong.of(change.atNanos());
        }
    }

    /// When it began to leave.
    ///
    /// @param leftNanos when it had left, which is then for one that has not told before
    long leavesSince(long leftNanos) {
        return leavesSince.orElse(leftNanos);
    }

    /// How many of its jobs in progress have a thread beyond these: one of more that there were,
    /// which ends with its job.
    ///
    /// @param threads 0 when nothing limits them
    int ending(int threads) {
        int jobs = running.map(list -> list.lane().length).orElse(0);
        return threads == 0 ? 0 : Math.max(0, jobs - threads);
    }

    void used(RunEvent.WorkerMeasured measured) {
        cpu.put(measured.atNanos(), measured.cpuNanos());
        heapBytes = measured.heapBytes();
        heapMostBytes = measured.heapMostBytes();
    }

    /// These jobs run here now.
    void runs(RunEvent.JobsInProgress now, Zero zero) {
        InProgressColumns jobs = now.jobs();
        awaited = awaited(jobs);
        List<Lanes.Attempt> attempts = new ArrayList<>();
        for (int row = 0; row < jobs.size(); row++) {
            attempts.add(
                    new Lanes.Attempt(jobs.batch()[row], jobs.job()[row], jobs.attempt()[row]));
        }
        int[] lanes = lanesOf.running(attempts, jobs.started(), now.atNanos());
        int[] drawn =
                IntStream.range(0, lanes.length).filter(row -> lanes[row] != Lanes.NONE).toArray();
        running =
                Optional.of(
                        new Frame.RunningJobs(
                                id,
                                zero.seconds(now.atNanos()),
                                now.inAll(),
                                Arrays.stream(drawn).map(row -> lanes[row]).toArray(),
                                Arrays.stream(drawn).mapToLong(row -> jobs.batch()[row]).toArray(),
                                Arrays.stream(drawn).map(row -> jobs.job()[row]).toArray(),
                                Arrays.stream(drawn).map(row -> jobs.attempt()[row]).toArray(),
                                Arrays.stream(drawn)
                                        .mapToDouble(row -> zero.seconds(jobs.started()[row]))
                                        .toArray(),
                                Arrays.stream(drawn)
                                        .mapToObj(row -> Words.of(jobs.stageOf(row)))
                                        .toArray(String[]::new)));
    }

    /// Nothing runs here any more.
    void ended() {
        running = Optional.empty();
        awaited = Map.of();
    }

    private static Map<String, Integer> awaited(InProgressColumns jobs) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String resource : jobs.resource()) {
            if (!resource.isEmpty()) {
                counts.merge(resource, 1, Integer::sum);
            }
        }
        return counts;
    }

    /// By the name of a resource, how many of its jobs were told last to be in line for it.
    Map<String, Integer> awaited() {
        return awaited;
    }

    /// What was told last of the jobs that run here; empty when nothing was.
    Optional<Frame.RunningJobs> running() {
        return running;
    }

    /// Its row, where its worker is in this one.
    ///
    /// @param of whose worker it is
    Frame.KitchenRow row(WorkerRow worker, WorkerState state, ShownPool of, Zero zero) {
        return new Frame.KitchenRow(
                id,
                pool,
                worker.name(),
                worker.host(),
                worker.pid(),
                worker.threads(),
                state == WorkerState.LEFT ? 0 : ending(worker.threads()),
                // What it said last: it may have been changed since the pool was opened.
                worker.facts().stoves() > 0 ? worker.facts().stoves() : of.stoves().orElse(0),
                Words.of(state),
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
