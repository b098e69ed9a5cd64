package dev.manykitchens.core.pool;

import java.util.List;

/// Reads pool specs with lists and ranges of sizes.
final class PoolSpecParser {

    private PoolSpecParser() {}

    static List<PoolSpec> parseAll(String text) {
        if (text.equals("sequential")) {
            return List.of(
                    new PoolSpec(
                            new PoolSpec.Kind.Sequential(), dev.manykitchens.core.stove.StoveSpec.UNLIMITED));
        }
        throw new IllegalArgumentException("a pool must be of a known kind, was \"" + text + "\"");
    }
}
