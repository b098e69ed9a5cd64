package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.job.Origin;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.recipe.DurationRange;
import dev.manykitchens.core.resource.ResourceSpec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// One input of a transcript as a line of text: a verb, a name or number, and `key=value` pairs.
/// What comes after ` : ` is for people (last words, reasons).
final class InputText {

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> pairs = new LinkedHashMap<>();
    private final Optional<String> saying;

    private InputText(String line) {
        this.line = line;
        int colon = line.indexOf(" : ");
        saying = colon < 0 ? Optional.empty() : Optional.of(line.substring(colon + 3));
        String head = colon < 0 ? line : line.substring(0, colon);
        for (String word : head.strip().split(" +", -1)) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                words.add(word);
            } else {
                pairs.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
    }

    /// Reads a line that starts with a verb.
    static Input parse(String line) {
        return new InputText(line).input();
    }

    /// Reads the options that differ from the defaults.
    static DispatchOptions parseOptions(String line) {
        return new InputText(line).options();
    }

    private Input input() {
        return switch (word(0)) {
            case "submit" ->
                    new Input.BatchSubmitted(
                            Long.parseLong(word(1)),
                            pairs.getOrDefault("recipe", "wait"),
                            Integer.parseInt(pair("jobs")),
                            Integer.parseInt(pairs.getOrDefault("attempts", "3")),
                            Long.parseLong(pairs.getOrDefault("bytes", "0")),
                            Long.parseLong(pairs.getOrDefault("submitter", "0")),
                            words.contains("speculate"),
                            words.contains("gathered"),
                            Integer.parseInt(pairs.getOrDefault("priority", "0")));
            case "open" ->
                    new Input.SubmitterOpened(
                            Long.parseLong(word(1)),
                            Integer.parseInt(pairs.getOrDefault("workers", "0")));
            case "close" -> new Input.SubmitterClosed(Long.parseLong(word(1)));
            case "pause" -> new Input.SubmitterPaused(Long.parseLong(word(1)), true);
            case "resume" -> new Input.SubmitterPaused(Long.parseLong(word(1)), false);
            case "cancel" ->
                    pairs.containsKey("job")
                            ? new Input.JobCancelled(
                                    Long.parseLong(word(1)), Integer.parseInt(pair("job")))
                            : new Input.BatchCancelled(Long.parseLong(word(1)));
            case "join" ->
                    new Input.WorkerJoined(
                            word(1),
                            "hosta",
                            4711,
                            Integer.parseInt(pair("threads")),
                            Set.copyOf(numbers("recipes")));
            case "credits" -> new Input.CreditsOffered(word(1), Long.parseLong(pair("total")));
            case "results" -> results();
            case "heartbeat" ->
                    new Input.HeartbeatReceived(
                            word(1), numbers("leases").stream().map(Long::valueOf).toList());
            case "part" -> new Input.PartReceived(word(1));
            case "return" -> new Input.LeaseReturned(word(1), Long.parseLong(pair("lease")));
            case "gone" -> new Input.WorkerGone(word(1), saying);
            case "unreachable" -> new Input.WorkerUnreachable(word(1), saying.orElse(""));
            case "unavailable" ->
                    new Input.WorkersUnavailable(
                            new Outcome.WorkerLost(
                                    saying.orElse(""), new Origin("none", "hosta", 0, 1)));
            case "drain" -> new Input.DrainRequested(word(1), saying.orElse(""));
            case "set-prefetch" -> new Input.PrefetchSet(Integer.parseInt(word(1)));
            case "set-chunk-jobs" ->
                    new Input.ChunkJobsSet(
                            words.size() > 1
                                    ? OptionalInt.of(Integer.parseInt(word(1)))
                                    : OptionalInt.empty());
            case "resize" -> new Input.WorkerResized(word(1), Integer.parseInt(pair("threads")));
            case "tick" -> new Input.Tick();
            case "ask" ->
                    new Input.ResourceAsked(
                            word(1),
                            Long.parseLong(pair("ticket")),
                            word(2),
                            Long.parseLong(pairs.getOrDefault("user", "0")),
                            Integer.parseInt(pairs.getOrDefault("job", "0")));
            case "give-back" -> new Input.ResourceReturned(word(1), Long.parseLong(pair("ticket")));
            default -> throw new IllegalArgumentException("no such input: " + line);
        };
    }

    private Input results() {
        String[] ends = pair("jobs").split("\\.\\.", -1);
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        List<Input.JobFailure> failures =
                numbers("failed").stream()
                        .map(job ->
                                new Input.JobFailure(
                                        Integer.parseInt(job),
                                        new Outcome.Failed(
                                                saying.orElse("no"),
                                                new Origin(word(1), "hosta", 4711, 1))))
                        .toList();
        return new Input.ResultsReceived(
                word(1),
                Long.parseLong(pair("lease")),
                first,
                last - first + 1,
                failures,
                nanos("took"));
    }

    private DispatchOptions options() {
        DispatchOptions some = DispatchOptions.DEFAULTS;
        Map<String, ResourceSpec> resources = new TreeMap<>();
        pairs.forEach((key, value) -> {
            if (key.startsWith("shared:")) {
                resources.put(
                        key.substring("shared:".length()),
                        ResourceSpec.shared(Integer.parseInt(value)));
            }
        });
        return new DispatchOptions(
                duration("lease", some.leaseDuration()),
                duration("suspect", some.suspectAfter()),
                duration("target", some.chunkTarget()),
                number("longest", some.longestChunk()),
                number("bytes", (int) some.largestChunkBytes()),
                number("prefetch", some.prefetch()),
                duration("below", some.prefetchBelow()),
                number("batches", some.mostBatches()),
                number("workers", some.mostWorkers()),
                number("waiting", some.mostWaiting()),
                resources,
                Long.parseLong(pairs.getOrDefault("first-lease", "1")));
    }

    private String word(int place) {
        if (place >= words.size()) {
            throw new IllegalArgumentException("too few words: " + line);
        }
        return words.get(place);
    }

    private String pair(String key) {
        String value = pairs.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + "=… is missing: " + line);
        }
        return value;
    }

    private int number(String key, int otherwise) {
        String value = pairs.get(key);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    private Duration duration(String key, Duration otherwise) {
        String value = pairs.get(key);
        return value == null ? otherwise : DurationRange.parseDuration(value);
    }

    private long nanos(String key) {
        return DurationRange.parseDuration(pair(key)).toNanos();
    }

    private List<String> numbers(String key) {
        String value = pairs.getOrDefault(key, "");
        return value.isEmpty() ? List.of() : Arrays.asList(value.split(",", -1));
    }
}
