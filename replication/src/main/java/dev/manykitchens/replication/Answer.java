package dev.manykitchens.replication;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

import java.nio.ByteBuffer;

/// What came of a [Command], as bytes.
sealed interface Answer {

    /// A life began.
    record Began(long life) implements Answer {}

    /// It is kept.
    record Kept() implements Answer {}

    /// It was refused: it is of a life that is over, or out of turn.
    record Refused(String why) implements Answer {}

    /// It makes no sense.
    record Nonsense(String why) implements Answer {}

    /// The bytes.
    default ByteString encode() {
        return switch (this) {
            case Began(long life) -> bytes(1, ByteBuffer.allocate(8).putLong(life).array());
            case Kept() -> bytes(2, new byte[0]);
            case Refused(String why) -> bytes(3, why.getBytes(UTF_8));
            case Nonsense(String why) -> bytes(4, why.getBytes(UTF_8));
        };
    }

    private static ByteString bytes(int kind, byte[] rest) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(1 + rest.length).put((byte) kind).put(rest).flip());
    }

    /// See [#encode].
    ///
    /// @throws IllegalArgumentException when it is none
    static Answer decode(ByteString bytes) {
        int kind = bytes.isEmpty() ? 0 : bytes.byteAt(0);
        return switch (kind) {
            case 1 -> new Began(bytes.asReadOnlyByteBuffer().getLong(1));
            case 2 -> new Kept();
            case 3 -> new Refused(bytes.substring(1).toString(UTF_8));
            case 4 -> new Nonsense(bytes.substring(1).toString(UTF_8));
            default ->
                    throw new IllegalArgumentException(
                            "an answer must be of a known kind, is of kind " + kind);
        };
    }
}
