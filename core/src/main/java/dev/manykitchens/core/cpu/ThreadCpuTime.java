package dev.manykitchens.core.cpu;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// The CPU time that the current thread has used. One reading is a system call: some hundred
/// nanoseconds.
public final class ThreadCpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final boolean SUPPORTED =
            THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

    private ThreadCpuTime() {}

    /// Whether the CPU time of this thread can be read: on platform threads of nearly every JVM,
    /// never on virtual ones.
    public static boolean isReadable() {
        return SUPPORTED && !Thread.currentThread().isVirtual();
    }

    /// CPU time of the current thread since it began, in nanoseconds.
    ///
    /// @throws UnsupportedOperationException when [#isReadable] is false
    public static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
