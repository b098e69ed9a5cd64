package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.resource.ResourceSpec;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads the resources of a scenario: a number of permits that all processes share, as with
/// `--resource`, or a map that says who shares them.
final class ResourceReader {

    static final Keys KEYS = new Keys("a key of a resource", List.of("permits", "scope"));

    /// What names of resources and classes are made of.
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    private static final List<String> SCOPES = List.of("shared", "kitchen");

    private ResourceReader() {}

    static Map<String, ResourceSpec> read(YamlNode node) {
        Map<String, ResourceSpec> resources = new TreeMap<>();
        node.keyed("resources must be a map such as {espresso-machine: 1}")
                .forEach((key, value) ->
                        resources.put(name(key, "the name of a resource"), resource(value)));
        return resources;
    }

    /// @param what has the name
    static String name(YamlNode node, String what) {
        String sentence =
                what + " must be at most 100 letters, digits, hyphens, dots and underscores";
        String name = node.text(sentence);
        if (!NAME.matcher(name).matches()) {
            throw node.mistake(sentence + ", was " + node.was());
        }
        return name;
    }

    private static ResourceSpec resource(YamlNode node) {
        if (!node.isMap()) {
            return ResourceSpec.shared(permits(node));
        }
        YamlMap keys = node.map("a resource must be a number or a map", KEYS);
        int permits = keys.find("permits").map(ResourceReader::permits).orElse(1);
        boolean shared = keys.find("scope").map(ResourceReader::isShared).orElse(true);
        return shared ? ResourceSpec.shared(permits) : ResourceSpec.inEachKitchen(permits);
    }

    private static int permits(YamlNode node) {
        return node.count("the permits of a resource", ResourceSpec.MOST_PERMITS);
    }

    private static boolean isShared(YamlNode node) {
        String what = "the scope of a resource must be shared or kitchen";
        String word = node.text(what);
        if (!SCOPES.contains(word)) {
            throw node.mistake(what + ", was " + node.was() + Keys.suggestion(word, SCOPES));
        }
        return word.equals("shared");
    }
}
