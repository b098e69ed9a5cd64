package dev.manykitchens.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/// The most bytes of memory that this process may use: the JVM's heap at its largest or the limit
/// of its cgroups, whichever is smaller. Read from files, because the management classes that know
/// it too take long to load.
final class MemoryLimit {

    private static final String VERSION_2 = "0::";
    private static final String VERSION_1 = ":memory:";

    private final Path membership;
    private final Path cgroups;

    /// @param membership tells of which cgroups the process is a member
    /// @param cgroups where they are mounted
    MemoryLimit(Path membership, Path cgroups) {
        this.membership = membership;
        this.cgroups = cgroups;
    }

    /// That of this process.
    static long ofThisProcess() {
        return new MemoryLimit(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"))
                .bytes(Runtime.getRuntime().maxMemory());
    }

    /// The limit when the heap has this one.
    long bytes(long heap) {
        if (!Files.isReadable(membership)) {
            return heap;
        }
        try {
            return Files.readAllLines(membership).stream()
                    .flatMapToLong(this::limits)
                    .reduce(heap, Math::min);
        } catch (IOException e) {
            return heap;
        }
    }

    private LongStream limits(String line) {
        if (line.startsWith(VERSION_2)) {
            return upwards(cgroups, line.substring(VERSION_2.length()), "memory.max");
        }
        int memory = line.indexOf(VERSION_1);
        return memory < 0
                ? LongStream.empty()
                : upwards(
                        cgroups.resolve("memory"),
                        line.substring(memory + VERSION_1.length()),
                        "memory.limit_in_bytes");
    }

    /// The limits of a group and of all that it is in. Within a container the path may be that of
    /// the host, where only the root is there.
    private static LongStream upwards(Path root, String group, String file) {
        Path path = root.resolve(group.substring(group.startsWith("/") ? 1 : 0)).normalize();
        LongStream.Builder found = LongStream.builder();
        while (path != null && path.startsWith(root)) {
            limit(path.resolve(file)).forEach(found::add);
            path = path.getParent();
        }
        return found.build();
    }

    /// The number in a file; none when there is no file or it says "max".
    private static List<Long> limit(Path file) {
        try {
            return Files.isReadable(file)
                    ? List.of(Long.parseLong(Files.readString(file).strip()))
                    : List.of();
        } catch (IOException | NumberFormatException e) {
            return List.of();
        }
    }
}
