package dev.manykitchens.core.cost;

import dev.manykitchens.core.measurement.ProcessProbe;
import dev.manykitchens.core.measurement.ProcessUsage;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

/// What one more thread that waits adds to the memory of this JVM.
///
/// A platform thread has a stack outside the heap, so resident memory is read before and after
/// starting [#PLATFORM_THREADS]; a virtual thread lies on the heap, so what is used of that, after
/// a garbage collection, is read before and after starting [#VIRTUAL_THREADS].
///
/// @param platformBytes of a platform thread; empty when it was not measured or drowned in noise
/// @param virtualBytes of a virtual thread; likewise
public record ThreadCost(OptionalLong platformBytes, OptionalLong virtualBytes) {

    /// Nothing was measured.
    public static final ThreadCost UNKNOWN =
            new ThreadCost(OptionalLong.empty(), OptionalLong.empty());

    static final int PLATFORM_THREADS = 400;

    static final int VIRTUAL_THREADS = 20_000;

    /// Measures, which takes some hundred milliseconds.
    ///
    /// @param probe reads the resident memory of this process
    /// @throws InterruptedException when the thread was interrupted while threads started
    public static ThreadCost measure(ProcessProbe probe) throws InterruptedException {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return new ThreadCost(
                each(
                        PLATFORM_THREADS,
                        Thread.ofPlatform().daemon().name("measured").factory(),
                        () -> resident(probe)),
                each(
                        VIRTUAL_THREADS,
                        Thread.ofVirtual().factory(),
                        () -> {
                            memory.gc();
                            return OptionalLong.of(memory.getHeapMemoryUsage().getUsed());
                        }));
    }

    /// Reads memory in bytes; empty when it cannot be read.
    @FunctionalInterface
    private interface Reading {
        OptionalLong bytes();
    }

    private static OptionalLong each(int count, ThreadFactory threads, Reading reading)
            throws InterruptedException {
        OptionalLong before = reading.bytes();
        CountDownLatch waiting = new CountDownLatch(count);
        CountDownLatch end = new CountDownLatch(1);
        Collection<Thread> started = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                Thread thread =
                        threads.newThread(() -> {
                            waiting.countDown();
                            awaitEnd(end);
                        });
                thread.start();
                started.add(thread);
            }
            waiting.await();
            OptionalLong after = reading.bytes();
            if (before.isEmpty() || after.isEmpty()) {
                return OptionalLong.empty();
            }
            long added = (after.getAsLong() - before.getAsLong()) / count;
            return added > 0 ? OptionalLong.of(added) : OptionalLong.empty();
        } catch (OutOfMemoryError e) {
            // A container may allow fewer threads than that: then it is not known what one costs.
            return OptionalLong.empty();
        } finally {
            end.countDown();
            for (Thread thread : started) {
                thread.join();
            }
        }
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static OptionalLong resident(ProcessProbe probe) {
        return probe.read(List.of()).stream().mapToLong(ProcessUsage::residentBytes).findFirst();
    }
}
