package dev.manykitchens.cli;

import dev.manykitchens.cli.calibration.Family;
import dev.manykitchens.cli.calibration.UsedResources;
import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.PoolSpec;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The option of `kitchen compare` that asks for pools that nobody has.
final class PredictOption {

    /// Between two pools; a comma before a digit stands between two sizes of one.
    private static final Pattern COMMA = Pattern.compile(",\\s*(?=[a-z])");

    /// As many pools as a run has.
    private static final int MOST_POOLS = 100;

    @Option(
            names = "--predict",
            paramLabel = "POOL[,POOL…]",
            description =
                    "Pools of any size that are simulated after the others were measured, from what those cost, and stand in the same table, marked as predicted: processes:8x4,processes:1000x8. May be repeated.")
    private List<String> predict = new ArrayList<>();

    /// What is to be predicted of a comparison.
    ///
    /// @param measured the pools that run for real
    /// @param batch what they run
    /// @param real the scenario that it is of; null for jobs of a recipe
    /// @throws UserMistakeException when that cannot be predicted
    Predictions of(
            Shell shell,
            List<PoolSpec> measured,
            Batch batch,
            @Nullable RealScenario real,
            RecipeJars jars) {
        List<PoolSpec> specs = UserMistakeException.unless(this::specs);
        if (!specs.isEmpty()) {
            require(specs, measured, real == null ? UsedResources.of(batch) : List.of());
        }
        return new Predictions(
                shell, specs, Optional.ofNullable(real).map(RealScenario::scenario), jars.book());
    }

    private List<PoolSpec> specs() {
        return predict.stream()
                .flatMap(COMMA::splitAsStream)
                .flatMap(text -> PoolSpec.parseAll(text).stream())
                .distinct()
                .toList();
    }

    private static void require(
            List<PoolSpec> specs, List<PoolSpec> measured, List<String> resources) {
        for (PoolSpec spec : specs) {
            if (Family.of(spec).isEmpty()) {
                throw new UserMistakeException(
                        "--predict needs pools that can be simulated, `%s` has no model; measure it with -p"
                                .formatted(spec));
            }
        }
        if (measured.stream().allMatch(spec -> Family.of(spec).isEmpty())) {
            throw new UserMistakeException(
                    "--predict starts from a measured pool that can be simulated, none of %s can; add -p sequential"
                            .formatted(measured));
        }
        if (specs.size() + measured.size() > MOST_POOLS) {
            throw new UserMistakeException(
                    "at most %d pools can be measured and predicted together, were %d and %d"
                            .formatted(MOST_POOLS, measured.size(), specs.size()));
        }
        if (!resources.isEmpty()) {
            throw new UserMistakeException(
                    "--predict must know how long jobs hold %s, which a recipe does not tell; compare a scenario with the same steps"
                            .formatted(String.join(", ", resources)));
        }
    }
}
