package dev.manykitchens.core.value;

import java.util.List;

/// The arguments of many jobs: one column a parameter, one row a job. Immutable.
///
/// @param rows how many jobs
/// @param columns one column a parameter, each with `rows` values; empty when jobs take no
///   arguments
public record Columns(int rows, List<Column> columns) {

    public Columns {
        columns = List.copyOf(columns);
        for (Column column : columns) {
            if (column.size() != rows) {
                throw new IllegalArgumentException(
                        "each column must have " + rows + " values, one had " + column.size());
            }
        }
    }

    /// One argument a job.
    public static Columns of(Column column) {
        return new Columns(column.size(), List.of(column));
    }

    /// The arguments of a single job.
    ///
    /// @param values one a parameter
    public static Columns ofRow(List<Value> values) {
        return new Columns(
                1, values.stream().map(value -> Column.of(value.type(), List.of(value))).toList());
    }

    /// The arguments of one job.
    public Row row(int index) {
        return new Row(this, index);
    }

    /// The jobs from `from` (inclusive) to `to` (exclusive).
    public Columns slice(int from, int to) {
        return from == 0 && to == rows
                ? this
                : new Columns(to - from, columns.stream().map(c -> c.slice(from, to)).toList());
    }

    /// An upper bound of what the rows from `from` (inclusive) to `to` (exclusive) take on the
    /// wire, in bytes.
    public long wireBytes(int from, int to) {
        long bytes = 0;
        for (Column column : columns) {
            bytes += column.wireBytes(from, to);
        }
        return bytes;
    }
}
