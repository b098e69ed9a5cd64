package dev.manykitchens.benchmarks.peers;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How processes end that a side started: they read their standard input and leave when it ends,
/// which it also does when this JVM is killed.
public final class Children {

    private Children() {}

    /// Ends a process by closing its standard input, and when it does not heed that in time, it and
    /// all that it started by force.
    public static void end(Process process, long limit, TimeUnit unit) {
        List<ProcessHandle> theirs = process.descendants().toList();
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // It has ended already, and nobody reads.
        }
        try {
            if (process.waitFor(limit, unit)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        theirs.forEach(ProcessHandle::destroyForcibly);
    }
}
