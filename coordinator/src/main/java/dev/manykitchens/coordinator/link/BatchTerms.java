package dev.manykitchens.coordinator.link;

/// How a client hands a batch in, beside what its jobs are.
///
/// @param key names the batch for whoever hands it in
/// @param detached whether it is run although its client goes
/// @param waits whether the client sends no arguments before it is told that the batch is accepted,
///   however small it is: always where there is a key or the batch is detached
public record BatchTerms(BatchKey key, boolean detached, boolean waits) {

    /// Those of most batches: gone with their client, and sent at once when they are small.
    public static final BatchTerms USUAL = new BatchTerms(BatchKey.NONE, false, false);

    /// @throws IllegalArgumentException in one line when the client does not wait with a batch that
    ///   may be there already
    public BatchTerms {
        if (!waits && (detached || !key.isNone())) {
            throw new IllegalArgumentException(
                    "a client must wait until a batch that is detached or has a key is accepted, does not");
        }
    }

    /// Whether the batch outlives its client, or is found by whoever knows its key: the client
    /// hears when it is on disk.
    public boolean isKept() {
        return detached || !key.isNone();
    }
}
