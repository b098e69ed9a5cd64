package dev.manykitchens.cli.scenario;

import dev.manykitchens.core.job.BatchOptions;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.scenario.JobBytes;
import dev.manykitchens.core.scenario.JobClass;
import dev.manykitchens.core.scenario.Scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what kinds of jobs there are.
final class ClassReader {

    static final Keys KEYS =
            new Keys(
                    "a key of a class",
                    List.of("name", "weight", "priority", "deadline", "sends", "returns", "steps"));

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,9})\\s*(B|KiB|MiB)");
    private static final double MOST_WEIGHT = 1e6;

    private final StepReader steps;

    ClassReader(StepReader steps) {
        this.steps = steps;
    }

    List<JobClass> read(YamlNode list) {
        List<YamlNode> items =
                list.items("classes must be a list such as [{name: drink, steps: [{cpu: 20ms}]}]");
        if (items.size() > Scenario.MOST_CLASSES) {
            throw list.mistake(
                    "classes must be at most %d, were %d"
                            .formatted(Scenario.MOST_CLASSES, items.size()));
        }
        Map<String, Integer> lines = new HashMap<>();
        List<JobClass> classes = new ArrayList<>();
        for (YamlNode item : items) {
            JobClass jobClass = jobClass(item);
            Integer before = lines.put(jobClass.name(), item.line());
            if (before != null) {
                throw item.mistake(
                        "the name of a class must be taken once, %s is taken on line %d already"
                                .formatted(jobClass.name(), before));
            }
            classes.add(jobClass);
        }
        return classes;
    }

    private JobClass jobClass(YamlNode node) {
        YamlMap keys =
                node.map("a class must be a map such as {name: drink, steps: [{cpu: 20ms}]}", KEYS);
        return new JobClass(
                ResourceReader.name(keys.get("name"), "the name of a class"),
                keys.find("weight").map(ClassReader::weight).orElse(1.0),
                steps.read(keys.get("steps")),
                keys.find("deadline").map(limit -> positive(limit, "a deadline")),
                keys.find("priority").map(ClassReader::priority).orElse(0),
                new JobBytes(
                        keys.find("sends").map(ClassReader::bytes).orElse(0L),
                        keys.find("returns").map(ClassReader::bytes).orElse(0L)));
    }

    private static long bytes(YamlNode node) {
        String what = "what a job sends or returns must be from 0B to 16MiB, such as 200KiB";
        Matcher size = BYTES.matcher(node.text(what));
        if (!size.matches()) {
            throw node.mistake(what + ", was " + node.was());
        }
        long unit =
                switch (size.group(2)) {
                    case "KiB" -> 1 << 10;
                    case "MiB" -> 1 << 20;
                    default -> 1;
                };
        long bytes = Long.parseLong(size.group(1)) * unit;
        if (bytes > JobBytes.MOST) {
            throw node.mistake(what + ", was " + node.was());
        }
        return bytes;
    }

    private static int priority(YamlNode node) {
        String what =
                "a priority must be a whole number from 0 to " + BatchOptions.HIGHEST_PRIORITY;
        String text = node.text(what);
        int priority = DIGITS.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (priority < 0 || priority > BatchOptions.HIGHEST_PRIORITY) {
            throw node.mistake(what + ", was " + node.was());
        }
        return priority;
    }

    private static double weight(YamlNode node) {
        String what = "a weight must be a number above 0 and at most a million, such as 2.5";
        String text = node.text(what);
        double weight = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : 0;
        if (weight <= 0 || weight > MOST_WEIGHT) {
            throw node.mistake(what + ", was " + node.was());
        }
        return weight;
    }

    /// A duration above 0.
    static Duration positive(YamlNode node, String what) {
        Duration time =
                node.read(what + " must be a duration such as 2s", DurationRange::parseDuration);
        if (time.isZero()) {
            throw node.mistake(what + " must be above 0, was " + node.was());
        }
        return time;
    }
}
