package dev.manykitchens.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.manykitchens.core.cluster.ClusterView;
import dev.manykitchens.core.event.EventSink;
import dev.manykitchens.core.pool.CoordinatorAddress;
import dev.manykitchens.core.pool.Pool;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.pool.Pools;
import dev.manykitchens.report.drill.DrillScore;
import dev.manykitchens.report.drill.DrillSetting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A drill on a pool of threads that says it is a cluster, and writes down what is done to it.
@Execution(ExecutionMode.CONCURRENT)
class DrillPlayTest {

    private static final Duration QUIET = Duration.ofMillis(500);

    private final List<String> log = new ArrayList<>();

    @Test
    void aFaultIsPreparedAtTheLastMomentStruckPutRightAndScored() throws Exception {
        try (Drill drill = Drill.on(new Written(false), QUIET, log::add)) {
            drill.play();
            DrillScore score = drill.score();

            assertThat(score.isKept()).isTrue();
            assertThat(score.setting()).isEqualTo(new DrillSetting.Found(List.of("a:1"), 1, 2));
            assertThat(score.faults())
                    .singleElement()
                    .satisfies(fault -> {
                        assertThat(fault.fault()).isEqualTo("kill the leader a:1");
                        assertThat(fault.jobs()).isPositive();
                        assertThat(fault.times().command()).isEqualTo(0.25);
                        assertThat(fault.times().anotherLeads()).isEqualTo(1.5);
                        assertThat(fault.times().recovery()).isNotNaN();
                    });
        }
        assertThat(log.stream().map(line -> line.replaceAll(", at .*|: .*", "")))
                .containsExactly(
                        "a cluster",
                        "prepare",
                        "kill the leader a:1",
                        "strike",
                        "repair",
                        "whole",
                        "in progress there",
                        "closed");
    }

    @Test
    void aClusterIsClosedThoughItCannotBeStruck() throws Exception {
        try (Drill drill = Drill.on(new Written(true), QUIET, log::add)) {
            assertThatThrownBy(drill::play).hasMessage("it cannot be struck");
        }
        assertThat(log).endsWith("strike", "closed");
    }

    @Test
    void whatWasMeasuredIsScoredThoughTheClusterIsNotWholeAgain() throws Exception {
        Written cluster = new Written(false);
        cluster.lacks = "the coordinator at b:1 must be there";
        try (Drill drill = Drill.on(cluster, QUIET, log::add)) {
            drill.play();
            DrillScore score = drill.score();

            assertThat(score.faults()).singleElement().matches(fault -> fault.jobs() > 0);
            assertThat(score.isKept()).isTrue();
            assertThat(score.missing()).contains("the coordinator at b:1 must be there");
            assertThat(score.isGood()).isFalse();
        }
        assertThat(log).endsWith("closed");
    }

    private final class Written implements DrilledCluster {

        private final boolean fails;

        /// Empty: it is whole.
        private String lacks = "";

        Written(boolean fails) {
            this.fails = fails;
        }

        @Override
        public String described() {
            return "a cluster";
        }

        @Override
        public CoordinatorAddress address() {
            throw new AssertionError("no coordinator is there to be asked");
        }

        @Override
        public Pool open(EventSink events) {
            return Pools.open(
                    PoolSpec.parse("threads:2"), PoolOptions.defaults().withEvents(events));
        }

        @Override
        public Optional<ClusterView> status() {
            return Optional.empty();
        }

        @Override
        public Load load() {
            return new Load(1, 2);
        }

        @Override
        public List<PlannedFault> faults() {
            return List.of(() -> {
                log.add("prepare");
                return new WrittenInjection();
            });
        }

        @Override
        public void awaitWhole() {
            if (!lacks.isEmpty()) {
                throw new NotWholeException(lacks);
            }
            log.add("whole");
        }

        @Override
        public DrillSetting setting() {
            return new DrillSetting.Found(List.of("a:1"), 1, 2);
        }

        @Override
        public void close() {
            log.add("closed");
        }

        private final class WrittenInjection implements FaultInjection {

            @Override
            public String name() {
                return "kill the leader a:1";
            }

            @Override
            public Optional<String> worker() {
                return Optional.empty();
            }

            @Override
            public void strike() {
                log.add("strike");
                if (fails) {
                    throw new DrillFailedException("it cannot be struck");
                }
            }

            @Override
            public void repair() {
                log.add("repair");
            }

            @Override
            public Seen seen() {
                return new Seen(OptionalDouble.of(0.25), OptionalDouble.of(1.5));
            }
        }
    }
}
