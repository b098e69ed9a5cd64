package dev.manykitchens.simulator.study;

import static dev.manykitchens.simulator.study.Scenarios.cpu;
import static dev.manykitchens.simulator.study.Scenarios.poisson;
import static dev.manykitchens.simulator.study.Scenarios.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.OfferedLoad;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// How long a study goes on.
class StudyLengthTest {

    private static final Scenario SHORT =
            Scenarios.of(poisson("80/s"), 300, cpu("exponential 10ms"));

    private final AtomicReference<Study> running = new AtomicReference<>();

    @Test
    void moreReplicationsThanTellTheBeginningAreAllThereInTheirOrder() throws InterruptedException {
        StudyResult many = study(SHORT, exactly(37), StudyListener.NONE).run();
        StudyResult oneByOne = study(SHORT, exactly(37), StudyListener.NONE).run();
        StudyResult few = study(SHORT, exactly(12), StudyListener.NONE).run();
        List<RunFigures> runs = many.pools().getFirst().runs();

        assertThat(runs).hasSize(37).doesNotHaveDuplicates();
        assertThat(runs).extracting(RunFigures::leftOut).containsOnly(runs.getFirst().leftOut());
        assertThat(oneByOne.pools()).isEqualTo(many.pools());
        assertThat(few.pools().getFirst().runs()).isEqualTo(runs.subList(0, 12));
        assertThat(many.partial()).isFalse();
    }

    @Test
    void aStoppedStudyKeepsTheReplicationsThatWereDone() throws InterruptedException {
        List<Integer> heard = new ArrayList<>();
        running.set(
                study(
                        SHORT,
                        exactly(100_000),
                        (done, _) -> {
                            heard.add(done);
                            if (done >= 20) {
                                running.get().stop();
                            }
                        }));

        StudyResult result = running.get().run();

        assertThat(result.partial()).isTrue();
        assertThat(heard).endsWith(20);
        assertThat(result.pools())
                .allSatisfy(pool -> assertThat(pool.runs()).hasSize(20))
                .allSatisfy(pool -> assertThat(pool.complaint()).isEmpty());
    }

    @Test
    void aStudyThatIsStoppedBeforeItsBeginningIsKnownHasFiguresToo() throws InterruptedException {
        running.set(study(SHORT, exactly(50), (done, _) -> stopAt(done, 3)));

        StudyResult result = running.get().run();

        assertThat(result.pools().getFirst().runs()).hasSize(3);
    }

    @Test
    void aReplicationThatIsUnderWayIsGivenUp() throws InterruptedException {
        Scenario endless = Scenarios.of(new Arrivals.AllAtOnce(), 1_000_000, waiting("1ms"));
        SimulationOptions heard =
                SimulationOptions.onCores(1).withEvents(_ -> running.get().stop());
        running.set(
                new Study(
                        endless,
                        List.of(PoolSpec.parse("threads:2")),
                        Scenarios.BOOK,
                        heard,
                        OfferedLoad.of(endless, _ -> 0),
                        exactly(100),
                        Replicator.HERE,
                        StudyListener.NONE));

        StudyResult result = running.get().run();

        assertThat(result.partial()).isTrue();
        assertThat(result.pools().getFirst().runs()).isEmpty();
        assertThat(result.baseline()).isEmpty();
        assertThat(result.speedUp(result.pools().getFirst()).mean()).isNaN();
    }

    @Test
    void aStudyThatIsStoppedBeforeItBeginsDoesNotBegin() throws InterruptedException {
        Study study = study(SHORT, exactly(10), StudyListener.NONE);
        study.stop();

        StudyResult result = study.run();

        assertThat(result.partial()).isTrue();
        assertThat(result.pools().getFirst().runs()).isEmpty();
    }

    @Test
    void aPrecisionThatIsNotReachedEndsAtTheMostReplications() throws InterruptedException {
        StudyOptions options = new StudyOptions(2, Optional.of(0.000_1), 23);
        List<Integer> expected = new ArrayList<>();

        StudyResult result = study(SHORT, options, (_, many) -> expected.add(many)).run();

        assertThat(result.pools().getFirst().runs()).hasSize(23);
        assertThat(expected).allSatisfy(many -> assertThat(many).isLessThanOrEqualTo(23));
        assertThat(result.partial()).isFalse();
    }

    @Test
    void aLongReplicationTellsHowFarItIs() throws InterruptedException {
        Scenario scenario = Scenarios.of(poisson("80/s"), 200_000, cpu("exponential 10ms"));
        List<Double> heard = new ArrayList<>();
        StudyListener listener =
                new StudyListener() {
                    @Override
                    public void replicated(int done, int expected) {
                        heard.add((double) done);
                    }

                    @Override
                    public void running(double done) {
                        heard.add(done);
                    }
                };

        study(scenario, exactly(2), listener).run();

        assertThat(heard).isSorted().startsWith(0.0).endsWith(2.0);
        assertThat(heard).filteredOn(done -> done > 0 && done < 1).hasSizeGreaterThan(5);
    }

    @Test
    void optionsThatCannotBeMetAreRefused() {
        refuses("replications must be from 1 to 100000, were 0", 0, Optional.empty(), 1);
        refuses("a precision needs at least 2 replications, had 1", 1, Optional.of(0.1), 9);
        refuses("above 0 % and below 100 %, was 100.0 %", 2, Optional.of(1.0), 9);
        refuses("above 0 % and below 100 %, was NaN %", 2, Optional.of(Double.NaN), 9);
        refuses("must be from 5 to 100000, were 4", 5, Optional.empty(), 4);
    }

    private void stopAt(int done, int last) {
        if (done >= last) {
            running.get().stop();
        }
    }

    private static void refuses(
            String message, int replications, Optional<Double> precision, int most) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StudyOptions(replications, precision, most))
                .withMessageContaining(message);
    }

    private static StudyOptions exactly(int replications) {
        return new StudyOptions(replications, Optional.empty(), replications);
    }

    private static Study study(Scenario scenario, StudyOptions options, StudyListener listener) {
        return new Study(
                scenario,
                List.of(PoolSpec.parse("sequential"), PoolSpec.parse("threads:2")),
                Scenarios.BOOK,
                SimulationOptions.onCores(2),
                OfferedLoad.of(scenario, _ -> 0),
                options,
                Replicator.HERE,
                listener);
    }
}
