package dev.manykitchens.coordinator.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The sum of a row, CRC-32C (Castagnoli, as in RFC 3720, appendix B.4): the pages of SQLite have
/// none. Over the name of the table and everything in the row, so that no row passes for another.
final class RowSum {

    private final CRC32C sum = new CRC32C();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    /// Begins the sum of a row.
    RowSum(String table) {
        add(table);
    }

    /// The sum of bytes alone.
    static int of(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    void add(long value) {
        number.clear();
        sum.update(number.putLong(value).flip());
    }

    void add(String text) {
        add(text.getBytes(UTF_8));
    }

    void add(byte[] bytes) {
        // How many first, or two columns could share their bytes in two ways.
        add(bytes.length);
        sum.update(bytes);
    }

    int value() {
        return (int) sum.getValue();
    }
}
