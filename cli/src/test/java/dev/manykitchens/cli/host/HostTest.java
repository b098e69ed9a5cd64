package dev.manykitchens.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.measurement.ProcessMemory;
import dev.manykitchens.core.measurement.ProcessUsage;
import dev.manykitchens.report.run.HostFacts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.BufferedReader;
import java.util.List;
import java.util.Optional;

@Isolated("measures processor time")
class HostTest {

    private final Host host = new Host();

    @Test
    void theFactsAreThoseOfThisMachine() {
        HostFacts facts = host.facts(Optional.empty());

        assertThat(facts.os()).startsWith(System.getProperty("os.name"));
        assertThat(facts.jvm()).contains(System.getProperty("java.vm.version"));
        assertThat(facts.effectiveProcessors())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(facts.cores()).isGreaterThanOrEqualTo(facts.effectiveProcessors());
        assertThat(facts.memoryBytes()).isGreaterThan(100_000_000);
    }

    @Test
    void thisProcessUsesTimeAndMemory() {
        ProcessUsage before = host.read(List.of()).orElseThrow();
        long cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();

        // Processor time is counted in ticks of some 10 ms.
        assertThat(before.cpuNanos()).isBetween(cpu / 2, cpu + 100_000_000);
        assertThat(before.residentBytes()).isGreaterThan(10_000_000);
    }

    /// Workers elsewhere have process ids too, and here they may belong to anybody.
    @Test
    void processesThatThisOneStartedAreAddedAndOthersAreNot() throws Exception {
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            long alone = memory();

            assertThat(memory(new PoolWorker("w1", "a name of its own", child.pid(), 1)))
                    .isGreaterThan(alone);
            assertThat(memory(new PoolWorker("w2", "elsewhere.example", parent, 1)))
                    .isLessThan(memory(new PoolWorker("w1", "a name of its own", child.pid(), 1)));
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void whatAWorkerStartedItselfCountsForIt() throws Exception {
        Process child = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; wait").start();
        try (BufferedReader output = child.inputReader()) {
            long grandchild = Long.parseLong(output.readLine());
            PoolWorker worker = new PoolWorker("w1", "here", child.pid(), 1);

            assertThat(host.read(List.of(worker)).orElseThrow().memory())
                    .map(ProcessMemory::process)
                    .contains(worker, new PoolWorker("w1.1", "here", grandchild, 1));
        } finally {
            child.descendants().forEach(ProcessHandle::destroyForcibly);
            child.destroyForcibly();
        }
    }

    private long memory(PoolWorker... workers) {
        return host.read(List.of(workers)).orElseThrow().residentBytes();
    }
}
