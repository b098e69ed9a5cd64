package dev.manykitchens.simulator;

/// What a link between a worker and the coordinator does to messages.
///
/// Real links are streams: nothing is lost, nothing overtakes. With faults each message is on its
/// own, which is harsher.
///
/// @param lose how likely a message is lost
/// @param duplicate how likely it arrives twice
/// @param delay how likely it arrives late, and so may be overtaken
/// @param longestDelayNanos how late at most
public record LinkFaults(double lose, double duplicate, double delay, long longestDelayNanos) {

    /// A stream.
    public static final LinkFaults NONE = new LinkFaults(0, 0, 0, 0);

    public LinkFaults {
        if (!(lose >= 0 && lose < 1 && duplicate >= 0 && duplicate <= 1 && delay >= 0 && delay <= 1)
                || longestDelayNanos < 0) {
            throw new IllegalArgumentException(
                    "a link's faults must be probabilities (losing everything excluded) and a delay of at least 0, were lose=%s duplicate=%s delay=%s longestDelayNanos=%d"
                            .formatted(lose, duplicate, delay, longestDelayNanos));
        }
    }

    /// Whether messages arrive once and in order.
    public boolean isStream() {
        return lose == 0 && duplicate == 0 && delay == 0;
    }
}
