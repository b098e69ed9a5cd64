package dev.manykitchens.cli.scenario;

import java.util.Map;
import java.util.Optional;

/// A map in a file whose keys are known.
///
/// @param node where it stands
/// @param values by key, in the order written
record YamlMap(YamlNode node, Map<String, YamlNode> values) {

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<YamlNode> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// A value that must be there.
    YamlNode get(String key) {
        return find(key)
                .orElseThrow(
                        () -> node.mistake("the key %s must be given, was not".formatted(key)));
    }
}
