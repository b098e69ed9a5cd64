package dev.manykitchens.coordinator.link;

/// How much of what a peer is sent may wait until it reads.
///
/// @param behindBytes with so many bytes that wait it is behind: it takes no more for now
/// @param mostBytes a peer that is behind all the time while so many bytes are sent is cut off:
///   what it does not read is kept here
public record UnreadLimits(int behindBytes, long mostBytes) {

    /// Enough that a peer has something to read while more is on its way, and little enough for
    /// hundreds of peers that read nothing.
    public static final UnreadLimits DEFAULTS = new UnreadLimits(4 << 20, 256L << 20);

    /// Who is told page by page: what waits beside a page is the transport's own measure.
    static final UnreadLimits OF_PAGES = new UnreadLimits(32 << 10, DEFAULTS.mostBytes());

    public UnreadLimits {
        if (behindBytes < 1 || mostBytes < behindBytes) {
            throw new IllegalArgumentException(
                    "a peer must be behind with 1 byte or more, and be cut off no sooner, was behind with %d and cut off with %d"
                            .formatted(behindBytes, mostBytes));
        }
    }
}
