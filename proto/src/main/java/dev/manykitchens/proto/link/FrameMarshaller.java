package dev.manykitchens.proto.link;

import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Leaves the bytes of a hot message as they are, and everything else to the marshaller of the
/// generated class.
///
/// A hot message is one whose frame holds it alone; a frame with anything beside it is read by the
/// generated class, which knows what that means.
///
/// @param generated reads and writes all others
/// @param tag what the frame of a hot message begins with
record FrameMarshaller<M extends MessageLite>(MethodDescriptor.Marshaller<M> generated, int tag)
        implements MethodDescriptor.Marshaller<Frame<M>> {

    /// A tag of one byte, and a length.
    private static final int LONGEST_HEAD = 1 + 5;

    /// @param field of the hot message
    static <M extends MessageLite> FrameMarshaller<M> of(
            MethodDescriptor.Marshaller<M> generated, int field) {
        return new FrameMarshaller<>(generated, field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    @Override
    public InputStream stream(Frame<M> frame) {
        return switch (frame) {
            case Frame.Generated<M>(M message) -> generated.stream(message);
            case Frame.Packed<M>(byte[] head, byte[] body) -> new FrameStream(head, body);
        };
    }

    @Override
    public Frame<M> parse(InputStream stream) {
        try {
            byte[] start = stream.readNBytes(LONGEST_HEAD);
            InputStream rest =
                    stream instanceof KnownLength
                            ? stream
                            : new ByteArrayInputStream(stream.readAllBytes());
            int size = start.length + rest.available();
            int head = headLength(start, size);
            byte[] body = new byte[size - head];
            int copied = start.length - head;
            System.arraycopy(start, head, body, 0, copied);
            if (rest.readNBytes(body, copied, body.length - copied) < body.length - copied) {
                throw new EOFException("a message must be as long as the transport says");
            }
            return head > 0
                    ? new Frame.Packed<>(Arrays.copyOf(start, head), body)
                    : new Frame.Generated<>(generated.parse(new FrameStream(new byte[0], body)));
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("a message could not be read")
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    /// How many bytes stand before a hot message that fills the rest of a frame of this size; 0
    /// when the frame is another.
    private int headLength(byte[] start, int size) {
        Cursor cursor = new Cursor(start, 0, start.length);
        if (cursor.tag() != tag) {
            return 0;
        }
        long length = cursor.varint();
        return !cursor.isLost() && length == size - cursor.position() ? cursor.position() : 0;
    }
}
