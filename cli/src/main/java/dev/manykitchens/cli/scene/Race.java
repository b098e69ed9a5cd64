package dev.manykitchens.cli.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Pools that run jobs in turn, round after round, so that whatever else happens on the machine
/// falls on all of them alike. The best round of each counts: a disturbance makes a round longer,
/// never shorter, and a cold start is in the first.
final class Race {

    private static final int FEWEST_ROUNDS = 3;
    private static final int MOST_ROUNDS = 9;

    private Race() {}

    /// Jobs that run on a pool.
    record Entrant(ScenePool pool, Jobs jobs) {}

    /// Runs the same jobs on each pool, and gives each pool's best performance in the same order.
    static List<Performance> run(Stage stage, Jobs jobs, ScenePool... pools)
            throws InterruptedException {
        return run(stage, Arrays.stream(pools).map(pool -> new Entrant(pool, jobs)).toList());
    }

    /// Runs each one's jobs on its pool, and gives the best performances in the same order.
    static List<Performance> run(Stage stage, List<Entrant> entrants) throws InterruptedException {
        for (Entrant entrant : entrants) {
            entrant.pool.rehearse(entrant.jobs);
        }
        List<Performance> best = new ArrayList<>();
        for (Entrant entrant : entrants) {
            best.add(entrant.pool.perform(entrant.jobs));
        }
        for (int round = 1; round < rounds(stage.timeScale()); round++) {
            for (int i = 0; i < entrants.size(); i++) {
                Performance next = entrants.get(i).pool.perform(entrants.get(i).jobs);
                if (next.elapsedNanos() < best.get(i).elapsedNanos()) {
                    best.set(i, next);
                }
            }
        }
        return best;
    }

    /// The shorter the rounds, the more of them.
    static int rounds(double timeScale) {
        return Math.clamp(
                Math.round(FEWEST_ROUNDS / Math.sqrt(timeScale)), FEWEST_ROUNDS, MOST_ROUNDS);
    }
}
