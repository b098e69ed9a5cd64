package dev.manykitchens.report.text;

import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Value;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;

/// Results as one line, in order of submission: `[1, 4, failed, 16]`. Texts stand in quotation
/// marks, so that they cannot be taken for how a job ended.
public final class ResultText {

    private ResultText() {}

    /// The whole list.
    public static String of(List<Outcome> outcomes) {
        return of(outcomes, Integer.MAX_VALUE);
    }

    /// The list, with at most `most` entries: when there are more, those in the middle are replaced
    /// by their number.
    public static String of(List<Outcome> outcomes, int most) {
        return line(outcomes, ResultText::word, most);
    }

    /// The list as far as it is known, with at most `most` entries: a job that has not ended is a
    /// dash.
    public static String soFar(List<Optional<Outcome>> outcomes, int most) {
        return line(outcomes, outcome -> outcome.map(ResultText::word).orElse("–"), most);
    }

    private static <T> String line(List<T> outcomes, Function<T, String> word, int most) {
        StringJoiner line = new StringJoiner(", ", "[", "]");
        int size = outcomes.size();
        if (size <= most) {
            outcomes.forEach(outcome -> line.add(word.apply(outcome)));
            return line.toString();
        }
        int head = most - most / 2;
        int tail = most / 2;
        outcomes.subList(0, head).forEach(outcome -> line.add(word.apply(outcome)));
        line.add("… " + Figures.count(size - most) + " more …");
        outcomes.subList(size - tail, size).forEach(outcome -> line.add(word.apply(outcome)));
        return line.toString();
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded(Value.Text(String text)) -> quoted(text);
            case Outcome.Succeeded(Value value) -> value.toString();
            case Outcome.Failed _ -> "failed";
            case Outcome.TimedOut _ -> "timed out";
            case Outcome.Cancelled _ -> "cancelled";
            case Outcome.WorkerLost _ -> "worker lost";
        };
    }

    private static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
        return "\"" + Printable.of(escaped) + "\"";
    }
}
