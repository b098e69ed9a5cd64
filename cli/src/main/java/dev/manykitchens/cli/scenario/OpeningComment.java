package dev.manykitchens.cli.scenario;

import dev.manykitchens.report.text.OneLine;

import java.util.List;

/// The comment with which a file opens.
final class OpeningComment {

    /// For editors, not for people.
    private static final String SCHEMA = "yaml-language-server:";

    private OpeningComment() {}

    /// Its first paragraph in one line; empty when there is none. A `#` alone ends it.
    static String of(String text) {
        List<String> lines =
                text.lines()
                        .map(String::strip)
                        .takeWhile(line -> line.startsWith("#"))
                        .map(line -> line.substring(1).strip())
                        .filter(line -> !line.startsWith(SCHEMA))
                        .dropWhile(String::isEmpty)
                        .takeWhile(line -> !line.isEmpty())
                        .toList();
        return OneLine.of(String.join(" ", lines));
    }
}
