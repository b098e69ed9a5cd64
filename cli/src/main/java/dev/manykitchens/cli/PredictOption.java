package dev.manykitchens.cli;

import dev.manykitchens.cli.calibration.Family;
import dev.manykitchens.cli.calibration.UsedResources;
import dev.manykitchens.cli.recipes.RecipeJars;
import dev.manykitchens.cli.terminal.Shell;
import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.core.scaling.Scaling;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The option of `kitchen compare` that asks for what was not measured: sizes, which a law of
/// scaling tells that is fitted to those measured, and pools, which are simulated.
final class PredictOption {

    /// Before a pool; a comma before a digit stands between two sizes.
    private static final Pattern COMMA = Pattern.compile(",\\s*(?=[a-z])");

    /// As many pools as a run has.
    private static final int MOST_POOLS = 100;

    @Option(
            names = "--predict",
            paramLabel = "SIZES|POOLS",
            description =
                    "Also predict these sizes, as in 8,16,64, for every kind of pool of which two sizes or more are measured. Or these pools, as in processes:8x4,processes:1000x8: they are simulated from what was measured, and stand in the same table, marked. May be repeated.")
    private List<String> predict = new ArrayList<>();

    /// Whether it asks for nothing but pools.
    static boolean areAllPools(List<String> values) {
        return parts(values).allMatch(PredictOption::isPool);
    }

    private static Stream<String> parts(List<String> values) {
        return values.stream().flatMap(COMMA::splitAsStream);
    }

    /// A word without a size that is no pool is more likely meant as a size.
    private static boolean isPool(String part) {
        if (part.isEmpty() || !Character.isLetter(part.charAt(0))) {
            return false;
        }
        try {
            return part.contains(":") || !PoolSpec.parseAll(part).isEmpty();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The sizes that it asks for.
    ///
    /// @throws UserMistakeException when one is none
    List<Integer> sizes() {
        List<Integer> read = new ArrayList<>();
        for (String text : predict) {
            for (String part : parts(List.of(text)).filter(part -> !isPool(part)).toList()) {
                for (String size : part.split(",", -1)) {
                    read.add(size(text, size));
                }
            }
        }
        return read;
    }

    private static Integer size(String text, String size) {
        if (!size.matches("-?[0-9]{1,9}")) {
            throw new UserMistakeException(
                    "--predict must be sizes from 1 to %,d with a comma between them, such as 8,16,64, or pools, such as processes:8x4, one of \"%s\" was \"%s\""
                            .formatted(Scaling.MOST_SIZE, text, size));
        }
        return Integer.valueOf(size);
    }

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
        return parts(predict)
                .filter(PredictOption::isPool)
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
