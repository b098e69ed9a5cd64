package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.scenario.DistributionText;
import dev.manykitchens.core.scenario.DurationDistribution;
import dev.manykitchens.report.measured.MeasuredTimes;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads how long things take: what [DistributionText] knows, and `empirical FILE`. Each file is
/// read once. Confined to one thread.
final class DistributionReader {

    private static final Pattern EMPIRICAL = Pattern.compile("empirical\\s+(.+)");
    private static final Pattern WORD = Pattern.compile("([a-z]+)\\s.*");
    private static final List<String> WORDS =
            List.of("exponential", "lognormal", "gamma", "empirical");

    private final Path folder;
    private final Map<Path, long[]> measured = new HashMap<>();

    /// @param folder from which the names of files count
    DistributionReader(Path folder) {
        this.folder = folder;
    }

    /// Reads a value of one key.
    DurationDistribution read(String key, YamlNode node) {
        return node.read(key + " must be how long, such as 80ms or 1s..3s", this::parse);
    }

    /// @throws IllegalArgumentException in one line
    DurationDistribution parse(String text) {
        Matcher empirical = EMPIRICAL.matcher(text);
        if (empirical.matches()) {
            long[] nanos =
                    measured.computeIfAbsent(
                            file(empirical.group(1)),
                            file ->
                                    MeasuredTimes.durations(
                                            file, DurationDistribution.Empirical.MOST));
            return new DurationDistribution.Empirical(nanos, empirical.group(1));
        }
        Matcher word = WORD.matcher(text);
        if (word.matches() && Keys.suggestion(word.group(1), WORDS).contains("empirical")) {
            throw new IllegalArgumentException(
                    "a distribution that was measured must be empirical FILE, was \"%s\"; did you mean empirical?"
                            .formatted(text));
        }
        return DistributionText.parse(text);
    }

    /// A file beside the scenario.
    ///
    /// @throws IllegalArgumentException when no file can have such a name
    Path file(String name) {
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "a file must have a name that this locale can write, had \"%s\""
                            .formatted(name),
                    e);
        }
    }
}
