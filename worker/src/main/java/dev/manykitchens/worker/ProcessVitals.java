package dev.manykitchens.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// What the operating system knows of this process.
final class ProcessVitals {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private ProcessVitals() {}

    /// Bytes of memory resident; 0 where it cannot be read.
    static long residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(ProcessVitals::kibibytes)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /// Bytes of the heap in use, garbage included.
    static long heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /// The most that the heap may take.
    static long heapMostBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    /// CPU time of this process so far; 0 where it cannot be read.
    static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    /// This host's name, without asking the network.
    static String hostName() {
        try {
            return Files.isReadable(HOST_NAME) ? Files.readString(HOST_NAME).strip() : "localhost";
        } catch (IOException e) {
            return "localhost";
        }
    }

    private static long kibibytes(String line) {
        String digits = line.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) << 10;
    }
}
