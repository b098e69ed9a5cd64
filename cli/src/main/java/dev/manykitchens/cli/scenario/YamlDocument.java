package dev.manykitchens.cli.scenario;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.util.Optional;

/// The text of a file as a tree of nodes that know their lines. Nodes are texts, lists and maps:
/// nothing is made of them here.
final class YamlDocument {

    /// Lists and maps lie within each other at most so deep.
    static final int DEEPEST = 100;

    /// Aliases and odd keys are let through: whoever reads the nodes counts what they become, and
    /// names the line.
    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setCodePointLimit(TextFile.MOST_BYTES)
                    .setMaxAliasesForCollections(Integer.MAX_VALUE)
                    .setAllowNonScalarKeys(true)
                    .build();

    private YamlDocument() {}

    /// The one document of a text.
    ///
    /// @param file as it is to be named
    /// @throws ScenarioMistakeException when the text is no YAML, or has no document or two
    static YamlNode read(String text, String file) {
        try {
            check(text, file);
            return new Compose(SETTINGS)
                    .composeString(text)
                    .map(node -> new YamlNode(file, node))
                    .orElseThrow(() ->
                            new ScenarioMistakeException(
                                    file
                                            + ": a scenario must say what jobs do, the file is empty; kitchen scenarios coffee-shop prints one"));
        } catch (MarkedYamlEngineException e) {
            throw noYaml(file, e);
        } catch (ReaderException e) {
            throw new ScenarioMistakeException(
                    "%s:%d: a scenario must be text, had the character U+%04X"
                            .formatted(
                                    file,
                                    text.substring(0, e.getPosition()).lines().count(),
                                    e.getCodePoint()),
                    e);
        } catch (YamlEngineException e) {
            throw new ScenarioMistakeException(
                    "%s: a scenario must be YAML, is not: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// Composing goes as deep as the text does, so the text must not go too deep.
    private static void check(String text, String file) {
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case DocumentStart -> documents++;
                case Alias, Comment, DocumentEnd, Scalar, StreamEnd, StreamStart -> {}
            }
            if (depth > DEEPEST) {
                throw new ScenarioMistakeException(
                        "%s:%d: lists and maps must not lie deeper within each other than %d"
                                .formatted(file, line(event.getStartMark()), DEEPEST));
            }
            if (documents > 1) {
                throw new ScenarioMistakeException(
                        "%s:%d: a file must have one scenario, here begins another; put it into a file of its own"
                                .formatted(file, line(event.getStartMark())));
            }
        }
    }

    private static ScenarioMistakeException noYaml(String file, MarkedYamlEngineException e) {
        Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
        String where = mark.map(at -> ":" + line(mark) + ":" + (at.getColumn() + 1)).orElse("");
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t(TAB)")) {
            return new ScenarioMistakeException(
                    "%s%s: YAML must be indented with blanks, was with a tab; write two blanks for each"
                            .formatted(file, where),
                    e);
        }
        return new ScenarioMistakeException(
                "%s%s: a scenario must be YAML, is not: %s; look at the indentation, and put texts with \": \" or \" #\" into quotes"
                        .formatted(file, where, problem + context(e)),
                e);
    }

    /// Where the thing began that did not go on well.
    private static String context(MarkedYamlEngineException e) {
        boolean elsewhere =
                e.getContextMark().isPresent()
                        && line(e.getContextMark()) != line(e.getProblemMark());
        return elsewhere
                ? " (%s from line %d on)".formatted(e.getContext(), line(e.getContextMark()))
                : "";
    }

    /// Counted from 1.
    static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0) + 1;
    }
}
