package dev.manykitchens.cli.scenario;

import dev.manykitchens.report.text.OneLine;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A text, list or map in a file, which knows its line. Whoever asks for one kind and finds another
/// gets a mistake that says so.
///
/// @param file as it is to be named
/// @param key that it is the value of, or an item of; empty for the whole file
record YamlNode(String file, String key, Node node) {

    private static final int QUOTED = 60;
    private static final Set<Tag> USUAL =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);
    private static final Pattern QUOTED_TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");

    /// Where it begins, from 1.
    int line() {
        return YamlDocument.line(node.getStartMark());
    }

    /// The whole of a file.
    YamlNode(String file, Node node) {
        this(file, "", node);
    }

    /// The sentence with file and line in front, and with its key unless the sentence names it.
    ScenarioMistakeException mistake(String sentence) {
        boolean told = key.isEmpty() || names(sentence);
        return new ScenarioMistakeException(
                "%s:%d: %s%s".formatted(file, line(), told ? "" : key + ": ", sentence));
    }

    /// "A pool must" names pools. What was given is quoted, and says nothing of the key.
    private boolean names(String sentence) {
        String said = QUOTED_TEXT.matcher(sentence).replaceAll("");
        String one = key.endsWith("s") ? key.substring(0, key.length() - 1) : key;
        return Pattern.compile("\\b" + Pattern.quote(one) + "s?\\b").matcher(said).find();
    }

    /// What it is, for the end of a sentence: a quoted text, or a kind.
    String was() {
        return switch (node) {
            case ScalarNode text when isNothing(text) -> "nothing";
            case ScalarNode text -> '"' + OneLine.of(text.getValue(), QUOTED) + '"';
            case SequenceNode _ -> "a list";
            default -> "a map";
        };
    }

    /// A text or a number, as it was written, without blanks around it.
    ///
    /// @param what it should be, with an example: "a seed must be a whole number such as 42"
    String text(String what) {
        if (untagged() instanceof ScalarNode text
                && !isNothing(text)
                && !text.getValue().isBlank()) {
            return text.getValue().strip();
        }
        throw mistake(what + ", was " + was());
    }

    /// A text that something else reads, which refuses it with an [IllegalArgumentException]: then
    /// with file and line in front.
    <T> T read(String what, Function<String, T> reader) {
        String text = text(what);
        try {
            return reader.apply(text);
        } catch (ScenarioMistakeException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw mistake(String.valueOf(e.getMessage()));
        }
    }

    /// A whole number from 1 to `most`.
    int count(String name, int most) {
        String what = "%s must be a whole number from 1 to %d".formatted(name, most);
        String text = text(what);
        long number = WHOLE.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (number < 1 || number > most) {
            throw mistake(what + ", was " + was());
        }
        return (int) number;
    }

    /// The items of a list, at least one.
    List<YamlNode> items(String what) {
        if (untagged() instanceof SequenceNode list && !list.getValue().isEmpty()) {
            return list.getValue().stream().map(item -> new YamlNode(file, key, item)).toList();
        }
        throw mistake(what + ", was " + (node instanceof SequenceNode ? "an empty list" : was()));
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    /// A map with these keys.
    ///
    /// @param what it should be, with an example
    YamlMap map(String what, Keys keys) {
        Map<String, YamlNode> values = new LinkedHashMap<>();
        keyed(what)
                .forEach((key, value) -> {
                    String name = key.text("a key must be a text");
                    keys.require(name, key);
                    values.put(name, value);
                });
        return new YamlMap(this, values);
    }

    /// Keys and values of a map in the order written, each key once.
    Map<YamlNode, YamlNode> keyed(String what) {
        if (!(untagged() instanceof MappingNode map)) {
            throw mistake(what + ", was " + was());
        }
        Map<String, YamlNode> seen = new LinkedHashMap<>();
        Map<YamlNode, YamlNode> keyed = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            YamlNode its = new YamlNode(file, tuple.getKeyNode());
            String name = its.text("a key must be a text");
            YamlNode first = seen.putIfAbsent(name, its);
            if (first != null) {
                throw its.mistake(
                        "a key must stand once, %s stands on line %d already"
                                .formatted(name, first.line()));
            }
            keyed.put(its, new YamlNode(file, name, tuple.getValueNode()));
        }
        return keyed;
    }

    /// A tag would ask for an object of some type.
    private Node untagged() {
        if (!USUAL.contains(node.getTag())) {
            throw mistake("a value must have no tag, had %s; remove it".formatted(node.getTag()));
        }
        return node;
    }

    /// `jobs:` with nothing behind it.
    private static boolean isNothing(ScalarNode text) {
        return text.getTag().equals(Tag.NULL) && text.isPlain();
    }
}
