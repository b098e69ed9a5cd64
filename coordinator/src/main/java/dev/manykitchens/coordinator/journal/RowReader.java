package dev.manykitchens.coordinator.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;

/// Reads the columns of rows in the order in which [RowWriter] wrote them, and checks their sums.
final class RowReader {

    private final ResultSet rows;
    private final String table;
    private RowSum sum;
    private int read;

    /// @param first the place of the first column before that of the row in the result; 0: it is
    ///   the first
    RowReader(ResultSet rows, String table, int first) {
        this.rows = rows;
        this.table = table;
        read = first;
        sum = new RowSum(table);
    }

    RowReader(ResultSet rows, String table) {
        this(rows, table, 0);
    }

    long number() throws SQLException {
        long value = rows.getLong(++read);
        sum.add(value);
        return value;
    }

    /// A number of 31 bits.
    int count() throws SQLException, DamagedException {
        long value = number();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw damaged();
        }
        return (int) value;
    }

    /// Two columns, see [RowWriter#with(Instant)].
    Instant instant() throws SQLException, DamagedException {
        long second = number();
        int nano = count();
        try {
            return Instant.ofEpochSecond(second, nano);
        } catch (DateTimeException e) {
            throw new DamagedException(
                    "a time in its table \"" + table + "\" is not as it was written", e);
        }
    }

    boolean flag() throws SQLException {
        return number() != 0;
    }

    String text() throws SQLException {
        String value = rows.getString(++read);
        String text = value == null ? "" : value;
        sum.add(text);
        return text;
    }

    byte[] bytes() throws SQLException {
        byte[] value = unsummed();
        sum.add(value);
        return value;
    }

    /// A value whose own sum stands in the row.
    byte[] unsummed() throws SQLException {
        byte[] value = rows.getBytes(++read);
        return value == null ? new byte[0] : value;
    }

    /// All columns were read but the sum, which must be theirs.
    ///
    /// @return the place of the last column
    int check() throws SQLException, DamagedException {
        if (rows.getInt(++read) != sum.value()) {
            throw damaged();
        }
        return read;
    }

    private DamagedException damaged() {
        return new DamagedException(
                "a row of its table \"" + table + "\" is not as it was written");
    }
}
