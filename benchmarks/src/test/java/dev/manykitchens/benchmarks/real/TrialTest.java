package dev.manykitchens.benchmarks.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.manykitchens.cli.scenario.ScenarioFiles;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

class TrialTest {

    private static final ScenarioFiles FILES = ScenarioFiles.ofDistribution();

    static List<String> scenarios() {
        return FILES.names();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void eachScenarioRunsInThisJvmAndInOthersAndInSomeSeconds(String name) {
        Trial trial = Trial.of(read(name), Effort.FULL);

        assertThat(trial.pools()).anyMatch(PoolSpec::leavesThisJvm);
        // What happens to workers concerns no other pools.
        boolean ofWorkers = !read(name).workers().isFair() || read(name).endsProcesses();
        assertThat(trial.pools().stream().anyMatch(pool -> !pool.leavesThisJvm()))
                .isNotEqualTo(ofWorkers);
        SimulatedRuns runs = new SimulatedRuns(trial.scenario());
        assertThat(trial.pools())
                .allSatisfy(
                        pool -> assertThat(runs.run(pool).elapsedSeconds()).isBetween(0.1, 10.0));
    }

    @Test
    void timesAreScaledAsFarAsComputingStaysAMillisecond() {
        Effort short_ = effort(Duration.ofMillis(1));

        assertThat(Trial.of(read("hybrid"), short_).timeScale()).isEqualTo(0.5);
        assertThat(Trial.of(read("web-server"), short_).timeScale()).isEqualTo(1);
    }

    @Test
    void whatIsShortIsNotMadeLonger() {
        assertThat(Trial.of(read("downloads"), effort(Duration.ofMinutes(1))).timeScale())
                .isEqualTo(1);
    }

    @Test
    void fewerJobsComeWhereTimesCannotBeScaled() {
        Trial trial = Trial.of(read("web-server"), effort(Duration.ofSeconds(2)));

        assertThat(trial.scenario().jobs()).hasValue(160);
        assertThat(trial.scenario().duration()).isEmpty();
    }

    @Test
    void poolsAreTakenFromAllOverTheListAndPythonIsLeftOut() {
        List<PoolSpec> named =
                Stream.of(
                                "sequential",
                                "threads:1..5",
                                "async",
                                "python-threads:2",
                                "processes:1,2")
                        .flatMap(pools -> PoolSpec.parseAll(pools).stream())
                        .toList();

        assertThat(Trial.pools(named, 3))
                .hasToString("[sequential, threads:3, async, processes:1, processes:2]");
    }

    @Test
    void workerJvmsAreAddedWhereAScenarioNamesNone() {
        assertThat(Trial.pools(PoolSpec.parseAll("async"), 3))
                .hasToString("[async, processes:2x2]");
    }

    private static Effort effort(Duration length) {
        return new Effort(1, 1, Duration.ofSeconds(1), length, 4, Duration.ZERO, Duration.ZERO);
    }

    private static Scenario read(String name) {
        return FILES.read(name, SimulatedRuns.BOOK);
    }
}
