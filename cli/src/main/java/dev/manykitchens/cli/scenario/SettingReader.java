package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.advice.Goal;
import dev.manykitchens.core.pool.PoolSpec;
import dev.manykitchens.report.text.OneLine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what a scenario is called, and what it is usually run with.
final class SettingReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");
    private static final Pattern SEED = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern PRICE =
            Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*/\\s*h");
    private static final Pattern ONLY_SIZES = Pattern.compile("[0-9.x]+");

    private SettingReader() {}

    /// Whether a scenario may be called so.
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static String name(YamlNode node) {
        String what =
                "the name of a scenario must be lower case letters, digits and hyphens, such as coffee-shop";
        String name = node.text(what);
        if (!isName(name)) {
            throw node.mistake(what + ", was " + node.was());
        }
        return name;
    }

    static String question(YamlNode node) {
        return OneLine.of(node.text("a question must be a text"));
    }

    static List<PoolSpec> pools(YamlNode list) {
        List<PoolSpec> pools = new ArrayList<>();
        for (YamlNode item : list.items("pools must be a list such as [sequential, async]")) {
            String text = item.text("a pool must be a text such as threads:4");
            if (ONLY_SIZES.matcher(text).matches()) {
                throw item.mistake(
                        "a pool must be a kind with its size, such as threads:4, was \"%s\"; sizes with a comma between them need quotes, \"threads:1,2\""
                                .formatted(text));
            }
            pools.addAll(item.read("a pool", PoolSpec::parseAll));
            if (pools.size() > PoolSpec.MOST_POOLS) {
                throw item.mistake(
                        "a scenario must have at most %d pools, had more"
                                .formatted(PoolSpec.MOST_POOLS));
            }
        }
        return pools;
    }

    static long seed(YamlNode node) {
        String what = "a seed must be a whole number of at most 18 digits";
        String seed = node.text(what);
        if (!SEED.matcher(seed).matches()) {
            throw node.mistake(what + ", was " + node.was());
        }
        return Long.parseLong(seed);
    }

    static Goal goal(YamlNode node) {
        return node.read("a goal must be a text such as p99<100ms", Goal::parse);
    }

    static double price(YamlNode node) {
        String what = "a price must be what a worker costs an hour, such as 0.05/h";
        Matcher price = PRICE.matcher(node.text(what));
        if (!price.matches()) {
            throw node.mistake(what + ", was " + node.was());
        }
        return Double.parseDouble(price.group(1));
    }
}
