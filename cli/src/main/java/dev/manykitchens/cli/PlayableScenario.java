package dev.manykitchens.cli;

import dev.manykitchens.cli.dashboard.LiveDashboard;
import dev.manykitchens.cli.host.Host;
import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.scene.CannotPlayException;
import dev.manykitchens.cli.scene.OnStage;
import dev.manykitchens.cli.scene.Playable;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.cli.terminal.StopButton;
import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.measurement.PoolOpener;
import dev.manykitchens.core.pool.PoolOptions;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scenario.ScenarioBatch;
import dev.manykitchens.core.scenario.ScenarioLoad;
import dev.manykitchens.report.dashboard.Piece;
import dev.manykitchens.report.run.RunFile;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;

/// A scenario that the page of a demo can start: what `kitchen compare` does with it on one pool,
/// in one round or one load, without warming up, so that what is seen is what is measured.
///
/// @param file where it was read, as a user would type it
/// @param real with its times multiplied
/// @param pools those that it can be played on
/// @param options how pools are opened
/// @param jars the recipes that its jobs may use
/// @param shell hears of it, as it does of a comparison
record PlayableScenario(
        String file,
        RealScenario real,
        List<PoolSpec> pools,
        PoolOptions options,
        RecipeJars jars,
        Shell shell)
        implements Playable {

    PlayableScenario {
        pools = List.copyOf(pools);
    }

    /// What it is called on the page.
    String name() {
        return real.scenario().name();
    }

    @Override
    public Piece piece() {
        return Piece.scenario(
                name(),
                real.scenario().question(),
                pools.stream().map(PoolSpec::toString).toList());
    }

    @Override
    public Player player(Optional<String> pool, OnStage stage, LiveDashboard live) {
        PoolSpec spec =
                pools.stream()
                        .filter(each -> each.toString().equals(pool.orElse("")))
                        .findFirst()
                        .orElseThrow();
        StopButton button = new StopButton();
        return new Player() {
            @Override
            public void play() throws CannotPlayException {
                stage.begins(name(), spec.toString());
                Optional<RunFile> run = measured();
                if (run.isEmpty()) {
                    shell.err()
                            .println(
                                    "%s on %s was stopped before its pool was open"
                                            .formatted(name(), spec));
                }
                if (button.isPressed()) {
                    throw new CancellationException("the scenario was stopped");
                }
                ScenarioOutcome outcome =
                        new ScenarioOutcome(real.scenario().goal(), run.orElseThrow());
                stage.ended(outcome.rows(), outcome.words());
            }

            // Empty when it was stopped before there was anything to measure.
            private Optional<RunFile> measured() throws CannotPlayException {
                if (button.isPressed()) {
                    return Optional.empty();
                }
                try {
                    return run(spec, button, live).file();
                } catch (UserMistakeException | RunFailedException e) {
                    throw new CannotPlayException(String.valueOf(e.getMessage()), e);
                }
            }

            @Override
            public void stop() {
                button.press();
            }
        };
    }

    private RunEnd run(PoolSpec spec, StopButton button, LiveDashboard live) {
        Shell stoppable =
                new Shell(shell.out(), shell.err(), shell.terminal(), button, shell.loss());
        PoolOpener opener = JobOptions.opener(options, live);
        ReservedExports files = ReservedExports.none();
        live.forgetChanges();
        return real.scenario().keepsComing()
                ? load(spec, stoppable).run(opener, live, new Host(), files)
                : round(spec, stoppable).run(opener, live, new Host(), files);
    }

    private ComparisonRun round(PoolSpec spec, Shell stoppable) {
        ScenarioBatch jobs =
                UserMistakeException.unless(() -> real.batch(jars, BatchOptions.DEFAULTS));
        QuestionOptions nothing = new QuestionOptions();
        return new ComparisonRun(
                stoppable,
                List.of(spec),
                jobs.batch(),
                new ComparisonOptions(
                        1, 0, ComparisonOptions.DEFAULTS.maxTime(), real.scenario().seed()),
                nothing.questions(real.scenario().goal()),
                nothing,
                new LateWords(jobs.deadlines(real.scenario())),
                false,
                false,
                command(spec, "--rounds 1 --warmup 0 --no-break-even"),
                Optional.of(real),
                Optional.empty(),
                nothing.predict().of(stoppable, List.of(spec), jobs.batch(), real, jars));
    }

    private LoadRun load(PoolSpec spec, Shell stoppable) {
        ScenarioLoad coming =
                UserMistakeException.unless(
                        () -> real.load(jars, BatchOptions.DEFAULTS, OptionalInt.of(0)));
        return new LoadRun(
                stoppable,
                List.of(spec),
                coming.jobs().batch(),
                coming.plan(),
                real.scenario().goal(),
                false,
                command(spec, "--warmup 0"),
                Optional.of(real),
                Optional.empty(),
                new QuestionOptions()
                        .predict()
                        .of(stoppable, List.of(spec), coming.jobs().batch(), real, jars));
    }

    /// What to type to measure it again.
    private String command(PoolSpec spec, String rounds) {
        String scale = real.timeScale() == 1 ? "" : " --time-scale %s".formatted(real.timeScale());
        return "kitchen compare %s -p %s%s %s"
                .formatted(CommandText.quoted(file), spec, scale, rounds);
    }
}
