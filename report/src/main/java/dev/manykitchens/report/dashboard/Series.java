package dev.manykitchens.report.dashboard;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The newest points of the charts, one a step of the same length. Not thread-safe.
final class Series {

    private final int most;
    private final Deque<SeriesPoint> points = new ArrayDeque<>();
    private final List<SeriesPoint> fresh = new ArrayList<>();

    /// @param most how many are kept
    Series(int most) {
        this.most = most;
    }

    void add(SeriesPoint point) {
        points.addLast(point);
        if (points.size() > most) {
            points.removeFirst();
        }
        fresh.add(point);
        if (fresh.size() > most) {
            fresh.removeFirst();
        }
    }

    /// Those that somebody has taken and that are still kept, in columns.
    Map<String, List<@Nullable Double>> told() {
        return columns(points.stream().limit(points.size() - fresh.size()).toList());
    }

    /// Those that nobody has taken yet, in columns.
    Map<String, List<@Nullable Double>> takeFresh() {
        Map<String, List<@Nullable Double>> columns = columns(fresh);
        fresh.clear();
        return columns;
    }

    private static Map<String, List<@Nullable Double>> columns(Iterable<SeriesPoint> points) {
        Map<String, List<@Nullable Double>> columns = new LinkedHashMap<>();
        for (SeriesPoint point : points) {
            point.figures()
                    .forEach((name, figure) ->
                            columns.computeIfAbsent(name, _ -> new ArrayList<>())
                                    .add(Double.isFinite(figure) ? figure : null));
        }
        return columns;
    }
}
