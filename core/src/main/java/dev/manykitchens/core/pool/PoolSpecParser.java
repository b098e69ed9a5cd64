package dev.manykitchens.core.pool;

import dev.manykitchens.core.name.Nearest;
import dev.manykitchens.core.stove.StoveSpec;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads pool specs with lists and ranges of sizes.
///
/// ```
/// spec   = kind [":" sizes] {"+" suffix}
/// sizes  = item {"," item}
/// item   = range ["x" range]               the second range only for processes
/// range  = number | number ".." number     both ends included
/// suffix = "gil" | "stoves=" range {"," range}
/// ```
final class PoolSpecParser {

    /// What is offered to those who mistyped.
    private static final List<String> KINDS =
            List.of(
                    "sequential",
                    "threads",
                    "virtual",
                    "forkjoin",
                    "async",
                    "hybrid",
                    "processes",
                    "cluster",
                    "python-threads",
                    "python-processes",
                    "python-asyncio");

    private static final String KNOWN =
            "sequential, threads:N, virtual, virtual:N, forkjoin:N, async, hybrid:N, processes:N, processes:NxT, cluster, cluster:N, python-threads:N, python-processes:N or python-asyncio";
    private static final List<String> SUFFIXES = List.of("+gil", "+stoves=S");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+");
    private static final Pattern RANGE = Pattern.compile("(-?[0-9]+)\\.\\.(-?[0-9]+)");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int QUOTED = 60;

    private PoolSpecParser() {}

    static List<PoolSpec> parseAll(String text) {
        String spec = text.strip();
        String[] parts = spec.split("\\+", -1);
        try {
            List<PoolSpec.Kind> kinds = kinds(parts[0]);
            List<StoveSpec> stoves = stoves(parts);
            requireFew((long) kinds.size() * stoves.size());
            List<PoolSpec> specs = new ArrayList<>();
            for (PoolSpec.Kind kind : kinds) {
                for (StoveSpec stove : stoves) {
                    specs.add(new PoolSpec(kind, stove));
                }
            }
            return List.copyOf(specs);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            boolean complete = message.contains(quoted(spec));
            throw new IllegalArgumentException(
                    complete ? message : message + " (in the pool " + quoted(spec) + ")", e);
        }
    }

    private static List<PoolSpec.Kind> kinds(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        Sizes sizes = new Sizes(word, colon < 0 ? "" : text.substring(colon + 1), colon >= 0);
        return switch (word) {
            case "sequential" -> sizes.none(new PoolSpec.Kind.Sequential());
            case "async" -> sizes.none(new PoolSpec.Kind.Async());
            case "cluster" ->
                    sizes.given()
                            ? sizes.each(
                                    PoolSpec.MOST_WORKERS,
                                    n -> new PoolSpec.Kind.Cluster(OptionalInt.of(n)))
                            : List.of(new PoolSpec.Kind.Cluster(OptionalInt.empty()));
            case "threads" -> sizes.each(PoolSpec.MOST_THREADS, PoolSpec.Kind.Threads::new);
            case "forkjoin" -> sizes.each(PoolSpec.MOST_THREADS, PoolSpec.Kind.ForkJoin::new);
            case "hybrid" -> sizes.each(PoolSpec.MOST_THREADS, PoolSpec.Kind.Hybrid::new);
            case "virtual" ->
                    sizes.given()
                            ? sizes.each(
                                    PoolSpec.MOST_VIRTUAL,
                                    n -> new PoolSpec.Kind.Virtual(OptionalInt.of(n)))
                            : List.of(new PoolSpec.Kind.Virtual(OptionalInt.empty()));
            case "processes" -> sizes.processes();
            case "python-threads" ->
                    sizes.each(PoolSpec.MOST_THREADS, PoolSpec.Kind.PythonThreads::new);
            case "python-processes" ->
                    sizes.each(PoolSpec.MOST_PROCESSES, PoolSpec.Kind.PythonProcesses::new);
            case "python-asyncio" -> sizes.none(new PoolSpec.Kind.PythonAsyncio());
            default ->
                    throw new IllegalArgumentException(
                            "a pool must be "
                                    + KNOWN
                                    + ", was "
                                    + quoted(text)
                                    + Nearest.to(word, KINDS)
                                            .map(name -> "; did you mean " + name + "?")
                                            .orElse(""));
        };
    }

    /// What stands behind the colon of one kind.
    private record Sizes(String word, String text, boolean given) {

        List<PoolSpec.Kind> none(PoolSpec.Kind kind) {
            if (given) {
                throw new IllegalArgumentException(word + " takes no size, had " + quoted(text));
            }
            return List.of(kind);
        }

        List<PoolSpec.Kind> each(int most, IntFunction<PoolSpec.Kind> kind) {
            List<PoolSpec.Kind> kinds = new ArrayList<>();
            for (String item : items("4")) {
                if (item.indexOf('x') >= 0) {
                    throw new IllegalArgumentException(
                            word
                                    + " takes one number, only processes:NxT takes two, had "
                                    + quoted(item));
                }
                addAll(kinds, numbers(word, item, most), kind);
            }
            return kinds;
        }

        List<PoolSpec.Kind> processes() {
            List<PoolSpec.Kind> kinds = new ArrayList<>();
            for (String item : items("4 or processes:2x4")) {
                int times = item.indexOf('x');
                String size = times < 0 ? item : item.substring(0, times);
                String threads = times < 0 ? "1" : item.substring(times + 1);
                List<Integer> eachThreads =
                        numbers("processes: threads in each", threads, PoolSpec.MOST_THREADS);
                for (int n : numbers(word, size, PoolSpec.MOST_WORKERS)) {
                    addAll(kinds, eachThreads, t -> new PoolSpec.Kind.Processes(n, t));
                }
            }
            return kinds;
        }

        private String[] items(String example) {
            if (!given || text.isEmpty()) {
                throw new IllegalArgumentException(
                        word + " needs a size, such as " + word + ":" + example + ", had none");
            }
            return text.split(",", -1);
        }

        private static void addAll(
                List<PoolSpec.Kind> kinds, List<Integer> sizes, IntFunction<PoolSpec.Kind> kind) {
            requireFew((long) kinds.size() + sizes.size());
            sizes.forEach(size -> kinds.add(kind.apply(size)));
        }
    }

    private static List<StoveSpec> stoves(String[] parts) {
        if (parts.length > 2) {
            throw new IllegalArgumentException(
                    "a pool takes one of +gil and +stoves=S, had "
                            + (parts.length - 1)
                            + " suffixes");
        }
        if (parts.length == 1) {
            return List.of(StoveSpec.UNLIMITED);
        }
        String suffix = parts[1];
        if (suffix.equals("gil")) {
            return List.of(StoveSpec.GIL);
        }
        if (!suffix.startsWith("stoves=")) {
            throw new IllegalArgumentException(
                    "a suffix must be +gil or +stoves=S, was "
                            + quoted("+" + suffix)
                            + Nearest.to("+" + suffix, SUFFIXES)
                                    .map(name -> "; did you mean " + name + "?")
                                    .orElse(""));
        }
        List<StoveSpec> stoves = new ArrayList<>();
        for (String item : suffix.substring("stoves=".length()).split(",", -1)) {
            numbers("stoves", item, StoveSpec.MOST).forEach(n -> stoves.add(StoveSpec.of(n)));
            requireFew(stoves.size());
        }
        return stoves;
    }

    /// The numbers of one item, at most [PoolSpec#MOST_POOLS] of them.
    private static List<Integer> numbers(String what, String item, int most) {
        Matcher range = RANGE.matcher(item);
        if (range.matches()) {
            int from = number(what, range.group(1), most);
            int to = number(what, range.group(2), most);
            if (from > to) {
                throw new IllegalArgumentException(
                        what
                                + ": a range must run upwards, was "
                                + item
                                + "; write "
                                + to
                                + ".."
                                + from);
            }
            requireFew(to - from + 1L);
            List<Integer> numbers = new ArrayList<>();
            for (int n = from; n <= to; n++) {
                numbers.add(n);
            }
            return numbers;
        }
        return List.of(number(what, item, most));
    }

    private static int number(String what, String text, int most) {
        boolean whole = NUMBER.matcher(text).matches();
        boolean fits =
                whole && text.length() <= QUOTED && new BigInteger(text).bitLength() < Integer.SIZE;
        int number = fits ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(
                    what
                            + " must be from 1 to "
                            + most
                            + ", was "
                            + (whole ? shortened(text) : quoted(text)));
        }
        return number;
    }

    private static void requireFew(long pools) {
        if (pools > PoolSpec.MOST_POOLS) {
            throw new IllegalArgumentException(
                    "one text must stand for at most "
                            + PoolSpec.MOST_POOLS
                            + " pools, stood for more");
        }
    }

    private static String quoted(String text) {
        return '"' + shortened(text) + '"';
    }

    private static String shortened(String text) {
        String line = CONTROL.matcher(text).replaceAll("?");
        return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "…";
    }
}
