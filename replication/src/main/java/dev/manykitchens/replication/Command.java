package dev.manykitchens.replication;

import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;

/// One entry of the log, as bytes: a kind, numbers, and what is left.
sealed interface Command {

    /// Another coordinator begins.
    record Begin() implements Command {}

    /// A piece of an entry, which is not its last.
    ///
    /// @param life whose it is
    /// @param number its place among the pieces of that life
    record Piece(long life, long number, byte[] data) implements Command {}

    /// The last piece of an entry.
    ///
    /// @param now the wall clock of whoever wrote it
    record Last(long life, long number, Instant now, byte[] data) implements Command {}

    private static ByteBuffer head(int kind, int bytes) {
        return ByteBuffer.allocate(1 + bytes).put((byte) kind);
    }

    /// The bytes.
    default ByteString encode() {
        return switch (this) {
            case Begin() -> UnsafeByteOperations.unsafeWrap(head(1, 0).flip());
            case Piece(long life, long number, byte[] data) ->
                    UnsafeByteOperations.unsafeWrap(
                            head(2, 16 + data.length)
                                    .putLong(life)
                                    .putLong(number)
                                    .put(data)
                                    .flip());
            case Last(long life, long number, Instant now, byte[] data) ->
                    UnsafeByteOperations.unsafeWrap(
                            head(3, 28 + data.length)
                                    .putLong(life)
                                    .putLong(number)
                                    .putLong(now.getEpochSecond())
                                    .putInt(now.getNano())
                                    .put(data)
                                    .flip());
        };
    }

    /// See [#encode].
    ///
    /// @throws IllegalArgumentException when it is none
    static Command decode(ByteString bytes) {
        ByteBuffer in = bytes.asReadOnlyByteBuffer();
        try {
            int kind = in.get();
            return switch (kind) {
                case 1 -> new Begin();
                case 2 -> new Piece(in.getLong(), in.getLong(), rest(in));
                case 3 ->
                        new Last(
                                in.getLong(),
                                in.getLong(),
                                Instant.ofEpochSecond(in.getLong(), in.getInt()),
                                rest(in));
                default ->
                        throw new IllegalArgumentException(
                                "an entry of the log must be of a known kind, is of kind " + kind);
            };
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "an entry of the log must be as it was written, is too short", e);
        }
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }
}
