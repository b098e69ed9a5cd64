package dev.manykitchens.core.advice;

import dev.manykitchens.core.measurement.Latency;
import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.recipe.DurationRange;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A limit for response times: `p99<100ms`.
///
/// @param figure which figure of the response times
/// @param limit what it must stay below
public record Goal(Figure figure, Duration limit) {

    private static final Pattern FORM = Pattern.compile("([a-z0-9]+)\\s*<\\s*(\\S+)");

    /// A figure of response times that can have a limit.
    public enum Figure {
        /// Half of the jobs.
        P50,
        /// Nine in ten.
        P90,
        /// Ninety-nine in a hundred.
        P99,
        /// On average.
        MEAN,
        /// All of them.
        MAX;

        /// The figure of these response times in seconds; NaN without any job.
        public double of(Latency times) {
            return switch (this) {
                case P50 -> times.p50();
                case P90 -> times.p90();
                case P99 -> times.p99();
                case MEAN -> times.mean();
                case MAX -> times.max();
            };
        }

        /// As it is written: `p99`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Goal {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException(
                    "a goal's limit must be above 0, was " + DurationRange.text(limit));
        }
    }

    /// Reads `p99<100ms`.
    ///
    /// @throws IllegalArgumentException in one line: what must hold, what it was
    public static Goal parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        List<String> words = Arrays.stream(Figure.values()).map(Figure::word).toList();
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "a goal must be one of %s below a duration, as in p99<100ms, was \"%s\""
                            .formatted(String.join(", ", words), text));
        }
        String word = form.group(1);
        Figure figure =
                Arrays.stream(Figure.values())
                        .filter(f -> f.word().equals(word))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "a goal must be for one of %s, was for \"%s\"%s"
                                                .formatted(
                                                        String.join(", ", words),
                                                        word,
                                                        Nearest.to(word, words)
                                                                .map(near ->
                                                                        "; did you mean "
                                                                                + near
                                                                                + "?")
                                                                .orElse(""))));
        return new Goal(figure, DurationRange.parseDuration(form.group(2)));
    }

    /// Whether these response times keep it; not without any job.
    public boolean isMetBy(Latency times) {
        return figure.of(times) < limit.toNanos() / 1e9;
    }

    @Override
    public String toString() {
        return figure.word() + "<" + DurationRange.text(limit);
    }
}
