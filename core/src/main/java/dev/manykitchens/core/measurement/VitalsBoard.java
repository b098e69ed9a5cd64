package dev.manykitchens.core.measurement;

import dev.manykitchens.core.event.RunEvent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// What the workers of a pool last told of themselves, with their heartbeats. Of workers on other
/// machines there is nothing else. Thread-safe.
final class VitalsBoard {

    private final Map<String, RunEvent.WorkerMeasured> newest = new HashMap<>();

    synchronized void put(RunEvent.WorkerMeasured measured) {
        newest.put(measured.worker(), measured);
        notifyAll();
    }

    synchronized void forget(String worker) {
        newest.remove(worker);
        notifyAll();
    }

    /// How far the times of one of them may be off at most; 0 when nobody said.
    synchronized long clockErrorNanos() {
        return newest.values().stream()
                .mapToLong(RunEvent.WorkerMeasured::clockErrorNanos)
                .max()
                .orElse(0);
    }

    /// Waits until each of these workers has told of itself since a moment.
    ///
    /// @param sinceNanos on the clock of the events
    /// @return whether they have
    synchronized boolean await(Collection<PoolWorker> workers, long sinceNanos, Duration limit)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!workers.stream().allMatch(worker -> isNewer(worker, sinceNanos))) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    private boolean isNewer(PoolWorker worker, long sinceNanos) {
        RunEvent.WorkerMeasured told = newest.get(worker.name());
        return told != null && told.atNanos() - sinceNanos > 0;
    }

    /// What these workers and the processes that were read here used together; empty when one of
    /// the workers has not told yet.
    ///
    /// @param here what was read here
    synchronized Optional<ProcessUsage> addTo(ProcessUsage here, Collection<PoolWorker> workers) {
        Map<PoolWorker, Long> read =
                here.memory().stream()
                        .collect(
                                Collectors.toMap(
                                        ProcessMemory::process,
                                        ProcessMemory::residentBytes,
                                        Long::sum));
        List<ProcessMemory> memory = new ArrayList<>(here.memory());
        long cpuNanos = here.cpuNanos();
        for (PoolWorker worker : workers) {
            RunEvent.WorkerMeasured told = newest.get(worker.name());
            if (read.containsKey(worker)) {
                continue;
            }
            if (told == null) {
                return Optional.empty();
            }
            cpuNanos += told.cpuNanos();
            memory.add(new ProcessMemory(worker, told.residentBytes()));
        }
        return Optional.of(new ProcessUsage(cpuNanos, memory, OptionalLong.empty()));
    }
}
