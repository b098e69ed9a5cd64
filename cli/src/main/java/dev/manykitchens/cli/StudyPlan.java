package dev.manykitchens.cli;

import dev.manykitchens.cli.calibration.Family;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.simulator.kitchen.SimulationOptions;
import dev.manykitchens.simulator.study.PoolStudy;
import dev.manykitchens.simulator.study.Replicator;
import dev.manykitchens.simulator.study.Study;
import dev.manykitchens.simulator.study.StudyListener;
import dev.manykitchens.simulator.study.StudyOptions;
import dev.manykitchens.simulator.study.StudyResult;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What is simulated on which pools. The same jobs may cost something else in worker JVMs than
/// inside one: then each family of pools has a study of its own, of the same jobs.
///
/// @param families what is simulated on the pools of each family
/// @param measured the families of which it is known what dispatch costs
/// @param notes where the figures of a family come from, in a sentence; none where they come from
///   the scenario alone
/// @param doubts why what was measured should not be trusted too much, a sentence each
record StudyPlan(
        Map<Family, StudyOfScenario> families,
        Set<Family> measured,
        Map<Family, String> notes,
        List<String> doubts) {

    StudyPlan {
        families = Map.copyOf(families);
        measured = Set.copyOf(measured);
        notes = Map.copyOf(notes);
        doubts = List.copyOf(doubts);
    }

    /// The same on all pools.
    static StudyPlan of(StudyOfScenario made) {
        return new StudyPlan(
                Map.of(Family.ONE_JVM, made, Family.WORKER_JVMS, made),
                Set.of(),
                Map.of(),
                List.of());
    }

    /// The scenario, as pools inside one JVM get it.
    Scenario scenario() {
        return first().scenario();
    }

    SimulationOptions machine() {
        return first().machine();
    }

    Map<String, Duration> calls() {
        return first().calls();
    }

    private StudyOfScenario first() {
        return of(Family.ONE_JVM);
    }

    private StudyOfScenario of(Family family) {
        StudyOfScenario made = families.get(family);
        if (made == null) {
            throw new IllegalStateException("a plan must be of all families, lacks " + family);
        }
        return made;
    }

    /// What is simulated on a pool. Those without a model are refused when a study is made.
    private StudyOfScenario of(PoolSpec spec) {
        return of(Family.of(spec).orElse(Family.ONE_JVM));
    }

    /// Whether it is known what dispatch costs on a pool.
    boolean knowsDispatch(PoolSpec spec) {
        return Family.of(spec).filter(measured::contains).isPresent();
    }

    /// Where the figures of these pools come from, a sentence each.
    List<String> notes(List<PoolSpec> specs) {
        return specs.stream()
                .flatMap(spec -> Family.of(spec).stream())
                .distinct()
                .sorted()
                .flatMap(family -> Stream.ofNullable(notes.get(family)))
                .toList();
    }

    /// Studies of these pools that have not begun.
    ///
    /// @throws UserMistakeException when a pool has no model
    Studies studies(
            List<PoolSpec> specs,
            StudyOptions options,
            Replicator replicator,
            StudyListener listener) {
        Map<StudyOfScenario, List<PoolSpec>> grouped = new LinkedHashMap<>();
        for (PoolSpec spec : specs) {
            grouped.computeIfAbsent(of(spec), _ -> new ArrayList<>()).add(spec);
        }
        Map<StudyOfScenario, Study> studies = new LinkedHashMap<>();
        grouped.forEach((made, pools) ->
                studies.put(made, made.study(pools, options, replicator, listener)));
        return new Studies(specs, studies);
    }

    /// Studies that are run one after the other, as one.
    final class Studies {

        private final List<PoolSpec> specs;
        private final Map<StudyOfScenario, Study> studies;

        private Studies(List<PoolSpec> specs, Map<StudyOfScenario, Study> studies) {
            this.specs = List.copyOf(specs);
            this.studies = studies;
        }

        /// Runs them; the pools stand in the order named.
        ///
        /// @throws RunFailedException when jobs wait for each other for ever
        StudyResult run() {
            Map<StudyOfScenario, Iterator<PoolStudy>> found = new LinkedHashMap<>();
            List<StudyResult> results = new ArrayList<>();
            studies.forEach((made, study) -> {
                StudyResult result = StudyOfScenario.run(study);
                results.add(result);
                found.put(made, result.pools().iterator());
            });
            List<PoolStudy> pools = new ArrayList<>();
            for (PoolSpec spec : specs) {
                Iterator<PoolStudy> next = found.get(of(spec));
                if (next != null && next.hasNext()) {
                    pools.add(next.next());
                }
            }
            StudyResult first = results.getFirst();
            return new StudyResult(
                    first.scenario(),
                    first.options(),
                    pools,
                    results.stream().anyMatch(StudyResult::partial));
        }

        /// Ends them at once.
        void stop() {
            studies.values().forEach(Study::stop);
        }
    }
}
