package dev.manykitchens.report.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a kept run is called: the name of its file without `.json`, such as
/// `20260314T090807.123Z-coffee-shop`. It begins with the time, so that names sort by it.
///
/// @param text letters, digits, `.`, `_` and `-`; not a dot first, and no two dots in a row
public record RunId(String text) {

    private static final int MOST_CHARACTERS = 160;
    private static final int MOST_OF_NAME = 60;
    private static final String ENDING = ".json";

    /// Nothing that could lead out of a folder, or that a shell would read as something else.
    private static final Pattern SAFE =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)*");

    private static final Pattern WITH_TIME =
            Pattern.compile("([0-9]{8}T[0-9]{6}\\.[0-9]{3}Z)-.*", Pattern.DOTALL);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    public RunId {
        if (!isSafe(text)) {
            throw new IllegalArgumentException(
                    "the name of a run must be at most %d letters, digits, dots, _ and -, was \"%s\""
                            .formatted(MOST_CHARACTERS, text));
        }
    }

    private static boolean isSafe(String text) {
        return text.length() <= MOST_CHARACTERS && SAFE.matcher(text).matches();
    }

    /// The name of a run that ended at this time.
    ///
    /// @param name what ran; what is not safe in it becomes a hyphen
    static RunId of(Instant ended, String name) {
        String words =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-").replaceAll("^-+", "");
        String cut = words.substring(0, Math.min(words.length(), MOST_OF_NAME));
        String safe = cut.replaceAll("-+$", "");
        return new RunId(
                TIME.format(ended.truncatedTo(ChronoUnit.MILLIS))
                        + "-"
                        + (safe.isEmpty() ? "run" : safe));
    }

    /// The same with a number, for a second run of one name and one millisecond.
    RunId numbered(int number) {
        return new RunId(text + "-" + number);
    }

    /// The run that a file of this name is; empty when its name is not that of one.
    static Optional<RunId> ofFile(String fileName) {
        return fileName.endsWith(ENDING)
                ? parse(fileName.substring(0, fileName.length() - ENDING.length()))
                : Optional.empty();
    }

    /// The run that somebody asks for; empty when there can be none of that name.
    static Optional<RunId> parse(String text) {
        return isSafe(text) ? Optional.of(new RunId(text)) : Optional.empty();
    }

    /// The name of its file.
    String fileName() {
        return text + ENDING;
    }

    /// When it ended, as its name says; empty when it does not.
    static Optional<Instant> timeIn(String fileName) {
        Matcher matcher = WITH_TIME.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(TIME.parse(matcher.group(1), Instant::from));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
