package dev.manykitchens.proto.link;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Whole numbers as protobuf writes them, seven bits a byte, many at a time.
///
/// A number of up to 56 bits takes one word of memory to read or write, instead of a branch for
/// each of its bytes: columns of times hold numbers of two and of three bytes in no order.
final class Varints {

    /// What one number takes at most.
    static final int LONGEST = 10;

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// The bit of each byte that says that more bytes follow.
    private static final long MORE = 0x8080_8080_8080_8080L;

    private static final int SHORT_BITS = 56;

    private Varints() {}

    /// Maps small numbers of either sign to small numbers without one.
    static long zigZag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private static long unZigZag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    /// How many bytes a number takes: one for each seven bits.
    static int size(long value) {
        // Without a division: 9/64 is near enough to 1/7 for 64 bits.
        return (Long.SIZE * 9 + 64 - Long.numberOfLeadingZeros(value) * 9) >>> 6;
    }

    /// How many bytes these numbers take.
    static int size(long[] values, int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += size(values[i]);
        }
        return bytes;
    }

    /// How many bytes these numbers of either sign take.
    static int zigZagSize(long[] values, int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += size(zigZag(values[i]));
        }
        return bytes;
    }

    /// Writes a number.
    ///
    /// @return the position after it
    static int write(long value, byte[] bytes, int position) {
        long rest = value;
        int at = position;
        while ((rest & ~0x7fL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    /// Writes numbers one after the other.
    ///
    /// @return the position after them
    static int write(long[] values, int from, int to, byte[] bytes, int position) {
        int at = position;
        for (int i = from; i < to; i++) {
            at = writeFast(values[i], bytes, at);
        }
        return at;
    }

    /// Writes numbers of either sign one after the other.
    ///
    /// @return the position after them
    static int writeZigZag(long[] values, int from, int to, byte[] bytes, int position) {
        int at = position;
        for (int i = from; i < to; i++) {
            at = writeFast(zigZag(values[i]), bytes, at);
        }
        return at;
    }

    /// Writes a whole word where there is room for one; what is too much of it is overwritten by
    /// what follows.
    private static int writeFast(long value, byte[] bytes, int at) {
        if (value >>> SHORT_BITS != 0 || at > bytes.length - Long.BYTES) {
            return write(value, bytes, at);
        }
        int size = size(value);
        long goesOn = MORE & ((1L << (Byte.SIZE * (size - 1))) - 1);
        WORD.set(bytes, at, spread(value) | goesOn);
        return at + size;
    }

    /// The numbers that fill these bytes; null when they do not end with one.
    static long @Nullable [] read(byte[] bytes, int from, int to) {
        return read(bytes, from, to, false);
    }

    /// The numbers of either sign that fill these bytes; null when they do not end with one.
    static long @Nullable [] readZigZag(byte[] bytes, int from, int to) {
        return read(bytes, from, to, true);
    }

    private static long @Nullable [] read(byte[] bytes, int from, int to, boolean signed) {
        if (from < to && bytes[to - 1] < 0) {
            return null;
        }
        long[] values = new long[count(bytes, from, to)];
        int at = from;
        for (int i = 0; i < values.length; i++) {
            // A word in which none ends stands for one that is not there.
            long word = at <= bytes.length - Long.BYTES ? (long) WORD.get(bytes, at) : MORE;
            long ends = ~word & MORE;
            long value;
            if (ends != 0) {
                value = gather(word & (ends ^ (ends - 1)));
                int size = (Long.numberOfTrailingZeros(ends) >>> 3) + 1;
                // Lengths often repeat: a branch that is foreseen does not wait for this word.
                if (size == 1) {
                    at += 1;
                } else if (size == 2) {
                    at += 2;
                } else if (size == 3) {
                    at += 3;
                } else {
                    at += size;
                }
            } else {
                value = 0;
                int shift = 0;
                byte part;
                do {
                    if (shift >= 7 * LONGEST) {
                        return null;
                    }
                    part = bytes[at++];
                    value |= (part & 0x7fL) << shift;
                    shift += 7;
                } while (part < 0);
            }
            values[i] = signed ? unZigZag(value) : value;
        }
        return values;
    }

    /// How many numbers end in these bytes.
    private static int count(byte[] bytes, int from, int to) {
        int ends = 0;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            ends += Long.bitCount(~(long) WORD.get(bytes, at) & MORE);
        }
        for (; at < to; at++) {
            ends += bytes[at] >= 0 ? 1 : 0;
        }
        return ends;
    }

    /// Gives each seven bits a byte of their own.
    private static long spread(long value) {
        long halves = ((value & 0x00ff_ffff_f000_0000L) << 4) | (value & 0x0fff_ffffL);
        long quarters =
                ((halves & 0x0fff_c000_0fff_c000L) << 2) | (halves & 0x0000_3fff_0000_3fffL);
        return ((quarters & 0x3f80_3f80_3f80_3f80L) << 1) | (quarters & 0x007f_007f_007f_007fL);
    }

    /// Puts the lower seven bits of each byte together.
    private static long gather(long word) {
        long quarters = (word & 0x007f_007f_007f_007fL) | ((word & 0x7f00_7f00_7f00_7f00L) >>> 1);
        long halves =
                (quarters & 0x0000_3fff_0000_3fffL) | ((quarters & 0x3fff_0000_3fff_0000L) >>> 2);
        return (halves & 0x0fff_ffffL) | ((halves & 0x0fff_ffff_0000_0000L) >>> 4);
    }
}
