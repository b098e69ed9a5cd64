package dev.manykitchens.proto.link;

import com.google.protobuf.MessageLite;

/// One message of the stream `Work` on its way: a generated one, or a hot one in bytes.
///
/// Hot are `WorkRequest.results` and `WorkResponse.assignment`: they carry the jobs, and are
/// written and read by [ResultsCodec] and [AssignmentCodec]. On the wire nobody can tell the two
/// apart, and a hot message that another implementation wrote in an unusual way comes as a
/// generated one.
///
/// @param <M> the generated class of all messages of this direction
public sealed interface Frame<M extends MessageLite> {

    /// How many bytes it takes on the wire.
    int size();

    /// A message of any kind.
    record Generated<M extends MessageLite>(M message) implements Frame<M> {
        @Override
        public int size() {
            return message.getSerializedSize();
        }
    }

    /// A hot message. The arrays must not be changed.
    ///
    /// @param head what the frame begins with: tag and length, and when it goes out perhaps the
    ///   first fields of the message
    /// @param body the message, or the rest of it
    record Packed<M extends MessageLite>(byte[] head, byte[] body) implements Frame<M> {
        @Override
        public int size() {
            return head.length + body.length;
        }
    }
}
