package dev.manykitchens.core.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.core.measurement.PoolWorker;
import dev.manykitchens.core.measurement.ProcessMemory;
import dev.manykitchens.core.measurement.ProcessProbe;
import dev.manykitchens.core.measurement.ProcessUsage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

@Isolated("looks at the heap")
class ThreadCostTest {

    @Test
    void aPlatformThreadCostsWhatTheProcessGrewByDividedByHowManyWereStarted()
            throws InterruptedException {
        ThreadCost cost = ThreadCost.measure(scripted(1_000_000, 1_000_000 + 400 * 64_000));

        assertThat(cost.platformBytes()).hasValue(64_000);
        // Its stack, some objects: between what cannot be and what nobody would use.
        assertThat(cost.virtualBytes().orElseThrow()).isBetween(100L, 20_000L);
    }

    @Test
    void whatCannotBeReadOrShrankIsNotKnown() throws InterruptedException {
        assertThat(ThreadCost.measure(ProcessProbe.NONE).platformBytes()).isEmpty();
        assertThat(ThreadCost.measure(scripted(5_000_000, 1_000_000)).platformBytes()).isEmpty();
        assertThat(ThreadCost.measure(scripted(5_000_000)).platformBytes()).isEmpty();
    }

    /// Says these sizes one after the other, then nothing any more.
    private static ProcessProbe scripted(long... bytes) {
        Queue<Long> left = new ArrayDeque<>();
        for (long size : bytes) {
            left.add(size);
        }
        return _ ->
                Optional.ofNullable(left.poll())
                        .map(size ->
                                new ProcessUsage(
                                        0,
                                        List.of(
                                                new ProcessMemory(
                                                        new PoolWorker("local", "here", 1, 1),
                                                        size)),
                                        OptionalLong.of(0)));
    }
}
