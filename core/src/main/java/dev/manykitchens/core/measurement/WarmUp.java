package dev.manykitchens.core.measurement;

import dev.manykitchens.core.job.Batch;
import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Columns;
import dev.manykitchens.core.value.Value;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// The batch that warms a pool up: the one that is measured, its jobs repeated until there is one
/// for every slot.
final class WarmUp {

    private WarmUp() {}

    static Batch batchFor(Batch measured, OptionalInt slots) {
        int wanted = slots.orElse(0);
        return measured.size() == 0 || measured.size() >= wanted
                ? measured
                : new Batch(
                        measured.recipe(),
                        repeated(measured.arguments(), wanted),
                        measured.options());
    }

    private static Columns repeated(Columns columns, int rows) {
        return new Columns(
                rows, columns.columns().stream().map(column -> repeated(column, rows)).toList());
    }

    private static Column repeated(Column column, int rows) {
        List<Value> values =
                IntStream.range(0, rows).mapToObj(row -> column.get(row % column.size())).toList();
        return Column.of(column.type(), values);
    }
}
