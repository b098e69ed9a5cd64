package dev.manykitchens.cli;

import dev.manykitchens.cli.StudyPlan.Studies;
import dev.manykitchens.cli.calibration.MeasuredRun;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.run.PoolEntry;
import dev.manykitchens.report.run.RunFile;
import dev.manykitchens.report.run.SimulationEntry;
import dev.manykitchens.report.text.Figures;
import dev.manykitchens.simulator.kitchen.SimulationOptions;
import dev.manykitchens.simulator.study.StudyListener;
import dev.manykitchens.simulator.study.StudyOptions;
import dev.manykitchens.simulator.study.StudyResult;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Pools that are not measured, but simulated from what the measured ones of the same comparison
/// cost.
final class Predictions {

    private static final int REPLICATIONS = 10;

    private final Shell shell;
    private final List<PoolSpec> specs;
    private final Optional<Scenario> scenario;
    private final RecipeBook book;
    private volatile boolean stopped;
    private volatile @Nullable Studies running;

    /// @param specs all of them with a model
    /// @param scenario whose jobs run; empty for those of a recipe
    Predictions(Shell shell, List<PoolSpec> specs, Optional<Scenario> scenario, RecipeBook book) {
        this.shell = shell;
        this.specs = List.copyOf(specs);
        this.scenario = scenario;
        this.book = book;
    }

    /// Ends them at once.
    void stop() {
        stopped = true;
        Studies studies = running;
        if (studies != null) {
            studies.stop();
        }
    }

    /// The file of the comparison with these pools too. What cannot be predicted leaves it as it
    /// was, but for a note that says why.
    RunFile in(RunFile measured) {
        if (specs.isEmpty() || stopped || measured.comparison().partial()) {
            return measured;
        }
        try {
            MeasuredRun from = new MeasuredRun(measured, "this run", Optional.empty());
            StudyPlan plan = plan(from);
            StudyResult result = run(plan);
            return result.partial() ? measured : with(result, plan, from);
        } catch (IllegalArgumentException | RunFailedException | UserMistakeException e) {
            shell.err().println("nothing was predicted: " + e.getMessage());
            return measured.withNotes(List.of("nothing was predicted: " + e.getMessage()));
        }
    }

    private StudyPlan plan(MeasuredRun run) {
        SimulationOptions machine =
                SimulationOptions.onCores(run.file().host().effectiveProcessors());
        return scenario.map(ran -> MeasuredPlan.of(run, ran, book, machine))
                .orElseGet(() -> MeasuredPlan.of(run, UnaryOperator.identity(), book, machine));
    }

    private StudyResult run(StudyPlan plan) {
        try (ThreadReplicator threads = new ThreadReplicator(Host.cores())) {
            Studies studies =
                    plan.studies(
                            specs,
                            new StudyOptions(REPLICATIONS, Optional.empty(), REPLICATIONS),
                            threads,
                            StudyListener.NONE);
            running = studies;
            if (stopped) {
                studies.stop();
            }
            return studies.run();
        }
    }

    private RunFile with(StudyResult result, StudyPlan plan, MeasuredRun run) {
        RunFile measured = run.file();
        boolean open = result.scenario().keepsComing();
        List<PoolEntry> entries = new ArrayList<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            PoolEntry simulated = StudyEntries.pool(result, result.pools().get(i));
            PoolEntry entry = open ? simulated.withoutTimes() : simulated;
            entries.add(entry.beside(measured.reference(), measured.comparison().seed()));
            words.add(words(entry, open, measured));
        }
        List<String> notes = new ArrayList<>();
        plan.notes(specs).forEach(note -> notes.add("predicted from " + note));
        // That others disturbed it says itself.
        run.tooShortToTell().ifPresent(doubt -> notes.add("predicted: " + doubt));
        return measured.withPredictions(entries, words, notes);
    }

    private static String words(PoolEntry entry, boolean open, RunFile measured) {
        String begin = "predicted, not measured: `%s` ".formatted(entry.pool());
        SimulationEntry said = entry.simulation();
        if (said == null || said.complaint() != null) {
            return begin + (said == null ? Figures.UNKNOWN : said.complaint());
        }
        if (open) {
            return begin
                    + "responds in %s on average"
                            .formatted(
                                    Figures.time(
                                            Figures.orNaN(said.response().mean()),
                                            said.response().halfWidth()));
        }
        return begin
                + "takes %s%s"
                        .formatted(
                                Figures.time(
                                        Figures.orNaN(said.elapsed().mean()),
                                        said.elapsed().halfWidth()),
                                againstFastest(entry, measured));
    }

    private static String againstFastest(PoolEntry entry, RunFile measured) {
        return measured.pools().stream()
                .filter(pool -> pool.pool().equals(measured.verdict().fastest()))
                .findFirst()
                .map(fastest ->
                        ", %s times the time of `%s`, the fastest that was measured"
                                .formatted(
                                        Figures.ratio(
                                                Figures.orNaN(entry.mean())
                                                        / Figures.orNaN(fastest.mean())),
                                        fastest.pool()))
                .orElse("");
    }
}
