package dev.manykitchens.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class MemoryLimitTest {

    private static final long HEAP = 1 << 30;

    @TempDir private Path folder;

    @Test
    void theSmallestLimitOfAllGroupsAboveCounts() throws IOException {
        write("cgroup", "0::/kitchen.slice/worker.service\n");
        write("fs/kitchen.slice/memory.max", "500000000\n");
        write("fs/kitchen.slice/worker.service/memory.max", "max\n");

        assertThat(limit()).isEqualTo(500_000_000);
    }

    @Test
    void withinAContainerOnlyTheRootIsThere() throws IOException {
        write("cgroup", "0::/system.slice/docker-4711.scope\n");
        write("fs/memory.max", "268435456\n");

        assertThat(limit()).isEqualTo(268_435_456);
    }

    @Test
    void theOlderKindOfGroupsIsReadToo() throws IOException {
        write("cgroup", "4:cpu,cpuacct:/a\n3:memory:/a\n0::/\n");
        write("fs/memory/a/memory.limit_in_bytes", "300000000\n");
        write("fs/memory/memory.limit_in_bytes", "9223372036854771712\n");

        assertThat(limit()).isEqualTo(300_000_000);
    }

    @Test
    void aSmallerHeapOrNoGroupAtAllLeavesTheHeap() throws IOException {
        assertThat(limit()).isEqualTo(HEAP);
        write("cgroup", "0::/../..\n");
        write("fs/memory.max", "4294967296\n");

        assertThat(limit()).isEqualTo(HEAP);
    }

    @Test
    void thisProcessHasALimit() {
        assertThat(MemoryLimit.ofThisProcess())
                .isPositive()
                .isLessThanOrEqualTo(Runtime.getRuntime().maxMemory());
    }

    private long limit() {
        return new MemoryLimit(folder.resolve("cgroup"), folder.resolve("fs")).bytes(HEAP);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
