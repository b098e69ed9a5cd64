package dev.manykitchens.coordinator.link;

/// Names a batch for whoever hands it in: one that is handed in with the key of a batch that is
/// kept is that batch, and nothing runs twice. An idempotency key, with a digest of what it is the
/// key of, so that the same key with other work is noticed.
///
/// @param text at most [#LONGEST] characters, none of them a control character; empty: the batch
///   has no key
/// @param digest what the batch consists of, in short; equal for equal work, and another for other
///   work; at most [#LONGEST_DIGEST] characters. Empty: it is not known, and not compared
public record BatchKey(String text, String digest) {

    /// The most characters of a key.
    public static final int LONGEST = 128;

    /// The most characters of a digest.
    public static final int LONGEST_DIGEST = 64;

    /// Of a batch that nobody names.
    public static final BatchKey NONE = new BatchKey("", "");

    /// @throws IllegalArgumentException in one line when it cannot be one
    public BatchKey {
        if (!PeerText.isFit(text, LONGEST)) {
            throw new IllegalArgumentException(
                    "a batch's key must have at most %d characters, none of them a control character, has others"
                            .formatted(LONGEST));
        }
        if (!PeerText.isFit(digest, LONGEST_DIGEST)) {
            throw new IllegalArgumentException(
                    "the digest of a batch must have at most %d characters, none of them a control character, has others"
                            .formatted(LONGEST_DIGEST));
        }
    }

    /// A key of work whose digest is not known.
    public static BatchKey of(String text) {
        return new BatchKey(text, "");
    }

    /// Whether the batch has no key.
    public boolean isNone() {
        return text.isEmpty();
    }

    /// Whether two batches with the same text may be the same work, as far as is known.
    public boolean mayBe(BatchKey other) {
        return digest.isEmpty() || other.digest.isEmpty() || digest.equals(other.digest);
    }
}
