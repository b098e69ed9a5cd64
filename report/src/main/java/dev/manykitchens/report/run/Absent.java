package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Stands in for keys that older files of the same schema do not have.
final class Absent {

    private Absent() {}

    /// A copy of the list; an empty one for none.
    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /// A copy of the map; an empty one for none.
    static <K, V> Map<K, V> orEmpty(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /// The text; a word for none.
    static String orUnknown(@Nullable String text) {
        return text == null ? "unknown" : text;
    }

    /// The text; an empty one for none.
    static String orNoText(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// The warm-up; one without rounds for none.
    static WarmUpEntry orNone(@Nullable WarmUpEntry warmUp) {
        return warmUp == null ? new WarmUpEntry(0, null, null, 0) : warmUp;
    }
}
