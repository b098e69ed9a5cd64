package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.load.Rate;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.scenario.Arrivals;
import dev.manykitchens.core.scenario.Scenario;
import dev.manykitchens.report.measured.MeasuredTimes;
import dev.manykitchens.report.text.OneLine;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads when jobs come.
final class ArrivalsReader {

    private static final String FORMS =
            "arrivals must be all at once, every 250ms, poisson 4/s, closed 10 think 1s, bursts of 20 every 5s or trace FILE";
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<all>all\\s+at\\s+once)"
                            + "|every\\s+(?<gap>\\S+)"
                            + "|poisson\\s+(?<rate>\\S+)"
                            + "|closed\\s+(?<users>-?[0-9]+)\\s+think\\s+(?<think>.+)"
                            + "|bursts\\s+of\\s+(?<size>-?[0-9]+)\\s+every\\s+(?<pause>\\S+)"
                            + "|trace\\s+(?<file>.+)");
    private static final List<String> WORDS =
            List.of("all", "every", "poisson", "closed", "bursts", "trace");

    /// Of a number that is refused, no more is shown.
    private static final int MOST_DIGITS = 60;

    private final DistributionReader distributions;

    /// @param distributions for how long users think, and for the folder of files
    ArrivalsReader(DistributionReader distributions) {
        this.distributions = distributions;
    }

    Arrivals read(YamlNode node) {
        return node.read(FORMS, this::parse);
    }

    private Arrivals parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            String word = text.split("\\s", 2)[0];
            throw new IllegalArgumentException(
                    "%s, was \"%s\"%s"
                            .formatted(
                                    FORMS,
                                    text,
                                    WORDS.contains(word) ? "" : Keys.suggestion(word, WORDS)));
        }
        if (form.group("all") != null) {
            return new Arrivals.AllAtOnce();
        }
        if (form.group("gap") != null) {
            return new Arrivals.Every(DurationRange.parseDuration(form.group("gap")));
        }
        if (form.group("rate") != null) {
            return new Arrivals.Poisson(Rate.parse(form.group("rate")));
        }
        if (form.group("users") != null) {
            return new Arrivals.Closed(
                    whole(
                            form.group("users"),
                            "a closed loop must have from 1 to %d users, had %s",
                            Arrivals.MOST_USERS),
                    distributions.parse(form.group("think")));
        }
        if (form.group("size") != null) {
            return new Arrivals.Bursts(
                    whole(
                            form.group("size"),
                            "a burst must have from 1 to %d jobs, had %s",
                            Scenario.MOST_JOBS),
                    DurationRange.parseDuration(form.group("pause")));
        }
        String file = form.group("file");
        return new Arrivals.Trace(
                MeasuredTimes.arrivals(distributions.file(file), Scenario.MOST_JOBS), file);
    }

    /// A number from 1 to a limit, however many digits were typed.
    private static int whole(String digits, String sentence, int most) {
        BigInteger number = new BigInteger(digits);
        if (number.signum() < 1 || number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new IllegalArgumentException(
                    sentence.formatted(most, OneLine.of(digits, MOST_DIGITS)));
        }
        return number.intValue();
    }
}
