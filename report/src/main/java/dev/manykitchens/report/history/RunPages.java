package dev.manykitchens.report.history;

import dev.manykitchens.report.diff.DiffText;
import dev.manykitchens.report.diff.RunDiff;
import dev.manykitchens.report.html.HtmlReport;
import dev.manykitchens.report.http.Answer;
import dev.manykitchens.report.http.Ask;
import dev.manykitchens.report.http.Page;
import dev.manykitchens.report.http.Site;
import dev.manykitchens.report.json.Json;
import dev.manykitchens.report.text.Printable;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The pages of kept runs, to be read by the dashboard.
///
/// | path | what it answers |
/// |---|---|
/// | `/runs.json` | the list |
/// | `/runs/ID.json` | one run: its ranked table |
/// | `/runs/ID/report.html` | its report, as `kitchen report` draws it |
/// | `/diff.json?a=ID&b=ID` | the second against the first, as `kitchen diff` compares |
///
/// A run that cannot be read is a `problem` in one line, with status 200: whoever asked can show
/// it. A name that no run can have is 404. Where too many ask at once, some are told to come again,
/// with 503.
public final class RunPages {

    private static final String FOLDER = "/runs/";
    private static final String RUN = ".json";
    private static final String REPORT = "/report.html";
    private static final int MOST_OF_PROBLEM = 500;
    private static final Pattern DIFF = Pattern.compile("a=([^&=]*)&b=([^&=]*)");

    private final RunShelf shelf;

    private RunPages(RunShelf shelf) {
        this.shelf = shelf;
    }

    /// The pages of what is on a shelf.
    public static Site of(RunShelf shelf) {
        RunPages pages = new RunPages(shelf);
        return new Site(
                Map.of(
                        "/runs.json", calmly(_ -> json(shelf.list())),
                        "/diff.json", calmly(pages::diff)),
                Map.of(FOLDER, calmly(pages::run)),
                Map.of(),
                Map.of());
    }

    /// What answers, and can be interrupted.
    @FunctionalInterface
    private interface Answering {
        Answer answer(Ask ask) throws IOException, InterruptedException, RunShelf.BusyException;
    }

    private static Page calmly(Answering page) {
        return ask -> {
            try {
                return page.answer(ask);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Answer.line(503, "this takes too long; try again");
            } catch (RunShelf.BusyException e) {
                return Answer.line(503, String.valueOf(e.getMessage()));
            }
        };
    }

    private record Problem(String problem) {}

    private Answer run(Ask ask) throws IOException, InterruptedException, RunShelf.BusyException {
        String path = ask.path();
        String name = path.substring(FOLDER.length());
        boolean report = name.endsWith(REPORT);
        String ending = report ? REPORT : RUN;
        Optional<RunId> id =
                name.endsWith(ending)
                        ? RunId.parse(name.substring(0, name.length() - ending.length()))
                        : Optional.empty();
        if (id.isEmpty()) {
            return nothing();
        }
        RunId asked = id.get();
        return shelf.opening(runs -> {
            RunShelf.Opened opened;
            try {
                opened = runs.open(asked);
            } catch (IllegalArgumentException e) {
                return report ? Answer.line(404, words(e)) : json(new Problem(words(e)));
            }
            return report
                    ? Answer.document(HtmlReport.of(opened.run()))
                    : json(RunDetail.of(opened.row(), opened.run()));
        });
    }

    private static Answer nothing() {
        return Answer.line(404, "nothing is here");
    }

    /// Two runs against each other.
    ///
    /// @param a the one before
    /// @param b the one after
    /// @param pools a row of figures for each pool that both have, as `kitchen diff` prints them
    /// @param words the same as sentences
    /// @param warnings what is not the same in both
    private record Diff(
            RunRow a,
            RunRow b,
            List<DiffText.Row> pools,
            List<String> words,
            List<String> warnings) {}

    private Answer diff(Ask ask) throws IOException, InterruptedException, RunShelf.BusyException {
        Matcher query = DIFF.matcher(ask.query());
        if (!query.matches()) {
            return Answer.line(404, "two runs must be named, as in diff.json?a=ID&b=ID");
        }
        Optional<RunId> before = RunId.parse(query.group(1));
        Optional<RunId> after = RunId.parse(query.group(2));
        if (before.isEmpty() || after.isEmpty()) {
            return nothing();
        }
        return shelf.opening(runs -> {
            try {
                RunShelf.Opened first = runs.open(before.get());
                RunShelf.Opened second = runs.open(after.get());
                RunDiff diff = RunDiff.of(first.run(), second.run());
                return json(
                        new Diff(
                                first.row(),
                                second.row(),
                                DiffText.rows(diff),
                                DiffText.words(diff),
                                diff.warnings()));
            } catch (IllegalArgumentException e) {
                return json(new Problem(words(e)));
            }
        });
    }

    private static String words(IllegalArgumentException e) {
        String message = e.getMessage();
        return message == null
                ? "it cannot be read"
                : Printable.shortened(Printable.of(message), MOST_OF_PROBLEM);
    }

    private static Answer json(Object value) {
        return Answer.of(200, "application/json", Json.compact(value));
    }
}
