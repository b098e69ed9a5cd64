package dev.manykitchens.report.dashboard;

import dev.manykitchens.core.control.Change;
import dev.manykitchens.report.json.Json;
import dev.manykitchens.report.text.Printable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.util.OptionalInt;
import java.util.Set;

/// What the page asks for, read from JSON. Keys that are unknown, missing or of another kind are
/// mistakes, each told in one line; `again` alone may be left out.
///
/// ```
/// {"pool":3,"change":"stoves","to":4}          null: no limit; threads likewise, prefetch, chunk_jobs (null: the coordinator chooses)
/// {"pool":3,"change":"kill","worker":"w1"}     drain likewise
/// {"pool":3,"change":"cancel","batch":7}
/// {"scene":"tea-shop","again":true}            once, without again; {} stops what is played
/// {"scenario":"tea-shop","pool":"threads:2","again":true}
/// ```
final class Asked {

    private static final String POOL = "pool";
    private static final String CHANGE = "change";
    private static final String TO = "to";
    private static final String WORKER = "worker";
    private static final String BATCH = "batch";
    private static final String SCENE = "scene";
    private static final String SCENARIO = "scenario";
    private static final String AGAIN = "again";

    /// Of what was sent, so many characters are told.
    private static final int MOST_SHOWN = 80;

    private final JsonNode tree;

    private Asked(JsonNode tree) {
        this.tree = tree;
    }

    /// A change of a pool.
    ///
    /// @param pool its number on the page
    record OfPool(int pool, Change change) {}

    /// Reads a change.
    ///
    /// @throws IllegalArgumentException in one line
    static OfPool change(String json) {
        Asked asked = new Asked(object(json));
        int pool = asked.number(POOL);
        String word = asked.text(CHANGE);
        Change.Kind kind = kind(word);
        Change change =
                switch (kind) {
                    case STOVES -> new Change.SetStoves(asked.numberOrNull(TO));
                    case THREADS -> new Change.SetThreads(asked.number(TO));
                    case PREFETCH -> new Change.SetPrefetch(asked.number(TO));
                    case CHUNK_JOBS -> new Change.SetChunkJobs(asked.numberOrNull(TO));
                    case DRAIN -> new Change.DrainWorker(asked.text(WORKER));
                    case KILL -> new Change.KillWorker(asked.text(WORKER));
                    case CANCEL -> new Change.CancelBatch(asked.whole(BATCH).longValue());
                };
        asked.requireOnly(
                Set.of(
                        POOL,
                        CHANGE,
                        switch (kind) {
                            case STOVES, THREADS, PREFETCH, CHUNK_JOBS -> TO;
                            case DRAIN, KILL -> WORKER;
                            case CANCEL -> BATCH;
                        }));
        return new OfPool(pool, change);
    }

    /// Reads what to play.
    ///
    /// @throws IllegalArgumentException in one line
    static PlayRequest play(String json) {
        Asked asked = new Asked(object(json));
        if (asked.tree.has(SCENARIO)) {
            asked.requireOnly(Set.of(SCENARIO, POOL, AGAIN));
            return PlayRequest.scenario(asked.text(SCENARIO), asked.text(POOL), asked.again());
        }
        asked.requireOnly(Set.of(SCENE, AGAIN));
        return PlayRequest.scene(asked.text(SCENE), asked.again());
    }

    /// Reads what asks for nothing in particular.
    ///
    /// @throws IllegalArgumentException in one line
    static void nothing(String json) {
        new Asked(object(json)).requireOnly(Set.of());
    }

    private static JsonNode object(String json) {
        JsonNode tree;
        try {
            tree = Json.tree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "what is asked must be JSON, was \"%s\"".formatted(shortened(json)), e);
        }
        if (!tree.isObject()) {
            throw new IllegalArgumentException(
                    "what is asked must be an object of JSON, such as {\"pool\":1}, was %s: %s"
                            .formatted(kind(tree), shortened(json)));
        }
        if (Json.repeatsKey(json)) {
            throw new IllegalArgumentException(
                    "each key must be given once, one was given twice: " + shortened(json));
        }
        return tree;
    }

    private static Change.Kind kind(String word) {
        for (Change.Kind kind : Change.Kind.values()) {
            if (Words.of(kind).equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "%s must be one of stoves, threads, prefetch, chunk_jobs, drain, kill, cancel, was \"%s\""
                        .formatted(CHANGE, word));
    }

    private int number(String key) {
        JsonNode value = whole(key);
        if (!value.canConvertToInt()) {
            throw new IllegalArgumentException(
                    "%s must be below %d, was %s".formatted(key, Integer.MAX_VALUE, value));
        }
        return value.intValue();
    }

    private JsonNode whole(String key) {
        JsonNode value = tree.path(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw mistake(key, "a whole number");
        }
        return value;
    }

    private OptionalInt numberOrNull(String key) {
        return tree.path(key).isNull() ? OptionalInt.empty() : OptionalInt.of(number(key));
    }

    private String text(String key) {
        JsonNode value = tree.path(key);
        if (!value.isString()) {
            throw mistake(key, "a text");
        }
        return value.stringValue();
    }

    /// Whoever does not say it wants it once.
    private boolean again() {
        JsonNode value = tree.path(AGAIN);
        if (value.isMissingNode()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw mistake(AGAIN, "true or false");
        }
        return value.booleanValue();
    }

    private IllegalArgumentException mistake(String key, String what) {
        JsonNode value = tree.path(key);
        return new IllegalArgumentException(
                "%s must be %s, %s"
                        .formatted(
                                key,
                                what,
                                value.isMissingNode()
                                        ? "was not given"
                                        : "was %s: %s"
                                                .formatted(
                                                        kind(value), shortened(value.toString()))));
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case BINARY, MISSING, POJO -> "nothing";
        };
    }

    private static String shortened(String json) {
        return Printable.shortened(Printable.of(json), MOST_SHOWN);
    }

    private void requireOnly(Set<String> known) {
        for (String key : tree.propertyNames()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(
                        "a key that is not known here must be left out, was \"%s\"".formatted(key));
            }
        }
    }
}
