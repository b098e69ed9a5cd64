package dev.manykitchens.worker.link;

import dev.manykitchens.proto.link.StatusText;

/// How a stream ended, and whether another one may fare better.
public sealed interface StreamEnd {

    /// Why, for people, in one line.
    String why();

    /// The coordinator ended it in order.
    record InOrder() implements StreamEnd {
        @Override
        public String why() {
            return "it ended the stream";
        }
    }

    /// The worker is not wanted, or must not trust who answered: the next try would end alike.
    record Refused(String why) implements StreamEnd {}

    /// The network or the coordinator failed.
    record Broken(String why) implements StreamEnd {}

    /// What the failure of a call means.
    static StreamEnd of(Throwable failure) {
        StatusText text = StatusText.of(failure);
        return text.isForGood() ? new Refused(text.sentence()) : new Broken(text.sentence());
    }
}
