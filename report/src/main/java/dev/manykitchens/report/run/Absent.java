package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Stands in for keys that older files of the same schema do not have.
final class Absent {

    private Absent() {}

    /// A copy of the list; an empty one for none.
    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
