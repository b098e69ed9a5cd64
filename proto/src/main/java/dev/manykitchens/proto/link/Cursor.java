package dev.manykitchens.proto.link;

import com.google.protobuf.WireFormat;

import org.jspecify.annotations.Nullable;

/// Reads the fields of a message one after the other. Bytes that are not as a plain sender writes
/// them make it [#isLost], from then on there is nothing more to read, and what was read means
/// nothing. Confined to one thread.
final class Cursor {

    private static final int NUMBER_BITS = 3;
    private static final long[] NOTHING = {};

    private final byte[] bytes;
    private final int end;
    private int at;
    private boolean lost;

    Cursor(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /// Whether somebody who knows all of protobuf must read this message.
    boolean isLost() {
        return lost;
    }

    /// Where the next field begins, or what it holds.
    int position() {
        return at;
    }

    /// The tag of the next field.
    int tag() {
        long tag = varint();
        if (tag >>> Integer.SIZE != 0) {
            lose();
        }
        return (int) tag;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 7 * Varints.LONGEST && at < end; shift += 7) {
            byte part = bytes[at++];
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return value;
            }
        }
        lose();
        return 0;
    }

    /// How many bytes the field has that follows; they are there.
    int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            lose();
            return 0;
        }
        return (int) length;
    }

    /// Numbers without a sign that fill the field that follows.
    ///
    /// @param before what came in such a field of this message: it must be the first
    long[] numbers(long[] before) {
        return numbers(before, false);
    }

    /// The same for numbers of either sign.
    long[] signedNumbers(long[] before) {
        return numbers(before, true);
    }

    private long[] numbers(long[] before, boolean signed) {
        int length = length();
        long[] values = before.length > 0 ? null : read(length, signed);
        at += length;
        if (values == null) {
            lose();
            return NOTHING;
        }
        return values;
    }

    private long @Nullable [] read(int length, boolean signed) {
        return signed
                ? Varints.readZigZag(bytes, at, at + length)
                : Varints.read(bytes, at, at + length);
    }

    void skip(int length) {
        at += length;
    }

    /// Leaves out a field that this build does not know.
    void skipField(int tag) {
        if (tag >>> NUMBER_BITS == 0) {
            lose();
            return;
        }
        switch (tag & ((1 << NUMBER_BITS) - 1)) {
            case WireFormat.WIRETYPE_VARINT -> varint();
            case WireFormat.WIRETYPE_FIXED64 -> skipFixed(Long.BYTES);
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> skip(length());
            case WireFormat.WIRETYPE_FIXED32 -> skipFixed(Integer.BYTES);
            default -> lose();
        }
    }

    private void skipFixed(int length) {
        if (length > end - at) {
            lose();
        } else {
            at += length;
        }
    }

    /// Gives up.
    void lose() {
        lost = true;
        at = end;
    }
}
