package dev.manykitchens.proto.link;

import io.grpc.Drainable;
import io.grpc.KnownLength;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Two arrays, one after the other, as the transport likes to read them: it knows how much there is
/// and takes it at once. Confined to one thread.
final class FrameStream extends InputStream implements KnownLength, Drainable {

    private final byte[] head;
    private final byte[] body;
    private int position;

    FrameStream(byte[] head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    @Override
    public int available() {
        return head.length + body.length - position;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        int drained = available();
        int begun = Math.min(position, head.length);
        target.write(head, begun, head.length - begun);
        int bodyBegun = Math.max(0, position - head.length);
        target.write(body, bodyBegun, body.length - bodyBegun);
        position = head.length + body.length;
        return drained;
    }

    @Override
    public int read() {
        if (available() == 0) {
            return -1;
        }
        int at = position++;
        return (at < head.length ? head[at] : body[at - head.length]) & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (available() == 0) {
            return -1;
        }
        boolean inHead = position < head.length;
        byte[] source = inHead ? head : body;
        int from = inHead ? position : position - head.length;
        int read = Math.min(length, source.length - from);
        System.arraycopy(source, from, into, offset, read);
        position += read;
        return read;
    }
}
