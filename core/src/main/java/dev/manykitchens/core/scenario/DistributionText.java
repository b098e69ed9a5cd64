package dev.manykitchens.core.scenario;

import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Distributions as people write them: `80ms`, `1s..3s`, `exponential 50ms`, `lognormal 80ms cv
/// 0.5`, `gamma 80ms cv 0.5`. Those that were measured are in a file, and who reads files makes
/// them.
public final class DistributionText {

    private static final Pattern SHAPED =
            Pattern.compile("(lognormal|gamma)\\s+(\\S+)\\s+cv\\s+(\\S+)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,30})?");
    private static final Pattern MEMORYLESS = Pattern.compile("exponential\\s+(\\S+)");
    private static final List<String> NAMES = List.of("exponential", "lognormal", "gamma");

    private DistributionText() {}

    /// Reads a distribution as its `toString` writes it.
    ///
    /// @throws IllegalArgumentException in one line: what it must look like, what it was
    public static DurationDistribution parse(String text) {
        String stripped = text.strip();
        Matcher memoryless = MEMORYLESS.matcher(stripped);
        if (memoryless.matches()) {
            return new DurationDistribution.Exponential(
                    DurationRange.parseDuration(memoryless.group(1)));
        }
        Matcher shaped = SHAPED.matcher(stripped);
        if (shaped.matches()) {
            Duration mean = DurationRange.parseDuration(shaped.group(2));
            double cv = variation(shaped.group(3));
            return shaped.group(1).equals("gamma")
                    ? new DurationDistribution.Gamma(mean, cv)
                    : new DurationDistribution.Lognormal(mean, cv);
        }
        String name = stripped.split("\\s", 2)[0];
        boolean hasMore = name.length() < stripped.length();
        if (NAMES.contains(name) || (hasMore && Character.isLetter(name.charAt(0)))) {
            throw new IllegalArgumentException(
                    "a distribution must be 80ms, 1s..3s, exponential 50ms, lognormal 80ms cv 0.5 or gamma 80ms cv 0.5, was \"%s\"%s"
                            .formatted(
                                    text,
                                    NAMES.contains(name)
                                            ? ""
                                            : Nearest.to(name, NAMES)
                                                    .map(near -> "; did you mean " + near + "?")
                                                    .orElse("")));
        }
        DurationRange range = DurationRange.parse(stripped);
        return range.min().equals(range.max())
                ? new DurationDistribution.Constant(range.min())
                : new DurationDistribution.Uniform(range);
    }

    private static double variation(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a coefficient of variation must be a number above 0 and at most %.0f, such as 0.5, was \"%s\""
                            .formatted(DurationDistribution.MOST_VARIATION, text));
        }
        return Double.parseDouble(text);
    }
}
