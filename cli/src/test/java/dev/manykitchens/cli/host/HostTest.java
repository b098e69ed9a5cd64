package dev.manykitchens.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.comparison.PoolWorker;
import dev.manykitchens.core.comparison.ProcessUsage;
import dev.manykitchens.report.export.HostFacts;

import org.junit.jupiter.api.Test;

import java.util.List;

class HostTest {

    private final Host host = new Host();

    @Test
    void theFactsAreThoseOfThisMachine() {
        HostFacts facts = host.facts();

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

    @Test
    void workersOfThisHostAreAddedAndThoseElsewhereAreNot() {
        // On another host the same number is another process.
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        PoolWorker here = new PoolWorker("w1", host.here().host(), parent, 1);
        PoolWorker elsewhere = new PoolWorker("w2", "elsewhere.example", parent, 1);

        long alone = host.read(List.of()).orElseThrow().residentBytes();

        assertThat(host.read(List.of(here)).orElseThrow().residentBytes()).isGreaterThan(alone);
        assertThat(host.read(List.of(elsewhere)).orElseThrow().residentBytes())
                .isLessThan(host.read(List.of(here)).orElseThrow().residentBytes());
    }
}
