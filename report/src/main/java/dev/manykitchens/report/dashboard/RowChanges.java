package dev.manykitchens.report.dashboard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What changed among rows since they were looked at before. Not thread-safe.
final class RowChanges<R extends Frame.Row> {

    private Map<Integer, R> before = new HashMap<>();

    /// @param changed rows that are new or differ
    /// @param gone the numbers of rows that are no more
    record Changes<R>(List<R> changed, List<Integer> gone) {

        boolean isAny() {
            return !changed.isEmpty() || !gone.isEmpty();
        }
    }

    /// The changes that lead to these rows.
    Changes<R> to(List<R> now) {
        Map<Integer, R> after = HashMap.newHashMap(now.size());
        List<R> changed = new ArrayList<>();
        for (R row : now) {
            after.put(row.id(), row);
            if (!row.equals(before.get(row.id()))) {
                changed.add(row);
            }
        }
        Set<Integer> gone = new HashSet<>(before.keySet());
        gone.removeAll(after.keySet());
        before = after;
        return new Changes<>(changed, gone.stream().sorted().toList());
    }
}
