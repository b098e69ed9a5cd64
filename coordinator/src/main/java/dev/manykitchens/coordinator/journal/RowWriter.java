package dev.manykitchens.coordinator.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/// Writes rows into one table, each with its sum as the last parameter of the statement.
final class RowWriter {

    private final PreparedStatement statement;
    private final String table;
    private RowSum sum;
    private int bound;

    RowWriter(PreparedStatement statement, String table) {
        this.statement = statement;
        this.table = table;
        sum = new RowSum(table);
    }

    RowWriter with(long value) throws SQLException {
        statement.setLong(++bound, value);
        sum.add(value);
        return this;
    }

    RowWriter with(boolean value) throws SQLException {
        return with(value ? 1 : 0);
    }

    /// Two columns: seconds since 1970, and nanoseconds behind them.
    RowWriter with(Instant value) throws SQLException {
        return with(value.getEpochSecond()).with(value.getNano());
    }

    RowWriter with(String value) throws SQLException {
        statement.setString(++bound, value);
        sum.add(value);
        return this;
    }

    RowWriter with(byte[] value) throws SQLException {
        statement.setBytes(++bound, value);
        sum.add(value);
        return this;
    }

    /// A value whose own sum stands in the row.
    RowWriter withUnsummed(byte[] value) throws SQLException {
        statement.setBytes(++bound, value);
        return this;
    }

    /// Writes the row.
    void write() throws SQLException {
        statement.setInt(++bound, sum.value());
        int _ = statement.executeUpdate();
        bound = 0;
        sum = new RowSum(table);
    }
}
