package dev.manykitchens.proto.link;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Sizes and writes the fields of a message. What is 0 or empty is left out, as proto3 has it.
final class Fields {

    private Fields() {}

    /// What stands before a number.
    static int numberTag(int field) {
        return field << 3 | WireFormat.WIRETYPE_VARINT;
    }

    static int numberSize(int field, long value) {
        return value == 0 ? 0 : Varints.size(numberTag(field)) + Varints.size(value);
    }

    static int writeNumber(int field, long value, byte[] bytes, int position) {
        return value == 0
                ? position
                : Varints.write(value, bytes, Varints.write(numberTag(field), bytes, position));
    }

    /// How many bytes a field takes that has so many, or none.
    static int sizedSize(int field, int length) {
        return Varints.size(field << 3) + Varints.size(length) + length;
    }

    /// Writes what stands before the bytes of a field that has so many.
    static int writeSized(int field, int length, byte[] bytes, int position) {
        int tag = field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        return Varints.write(length, bytes, Varints.write(tag, bytes, position));
    }

    static int messageSize(int field, MessageLite message) {
        return sizedSize(field, message.getSerializedSize());
    }

    static int writeMessage(int field, MessageLite message, byte[] bytes, int position) {
        return writeMessage(
                message, bytes, writeSized(field, message.getSerializedSize(), bytes, position));
    }

    /// Writes the bytes of a message, with nothing before them.
    static int writeMessage(MessageLite message, byte[] bytes, int position) {
        int size = message.getSerializedSize();
        try {
            message.writeTo(CodedOutputStream.newInstance(bytes, position, size));
        } catch (IOException e) {
            throw new UncheckedIOException("an array must take what was measured for it", e);
        }
        return position + size;
    }
}
