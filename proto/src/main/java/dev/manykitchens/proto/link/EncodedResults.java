package dev.manykitchens.proto.link;

import dev.manykitchens.proto.v1.Results;
import dev.manykitchens.proto.v1.WorkRequest;

/// Results written once, to be sent as often as it takes: what differs from time to time stands
/// before them.
public final class EncodedResults {

    private final byte[] body;

    EncodedResults(byte[] body) {
        this.body = body;
    }

    /// How many bytes are kept of them.
    public int size() {
        return body.length;
    }

    /// The message, ready to be sent.
    ///
    /// @param creditsTotal 0: not said
    /// @param sequence 0: they are sent once
    public Frame<WorkRequest> frame(long sentNanos, long creditsTotal, long sequence) {
        int stamps =
                Fields.numberSize(Results.SENT_NANOS_FIELD_NUMBER, sentNanos)
                        + Fields.numberSize(Results.CREDITS_TOTAL_FIELD_NUMBER, creditsTotal)
                        + Fields.numberSize(Results.SEQUENCE_FIELD_NUMBER, sequence);
        int length = Math.addExact(stamps, body.length);
        byte[] head =
                new byte
                        [Fields.sizedSize(WorkRequest.RESULTS_FIELD_NUMBER, length)
                                - length
                                + stamps];
        int at = Fields.writeSized(WorkRequest.RESULTS_FIELD_NUMBER, length, head, 0);
        at = Fields.writeNumber(Results.SENT_NANOS_FIELD_NUMBER, sentNanos, head, at);
        at = Fields.writeNumber(Results.CREDITS_TOTAL_FIELD_NUMBER, creditsTotal, head, at);
        at = Fields.writeNumber(Results.SEQUENCE_FIELD_NUMBER, sequence, head, at);
        assert at == head.length;
        return new Frame.Packed<>(head, body);
    }
}
