package dev.manykitchens.worker;

/// What a worker has that its coordinator may not know the end of.
///
/// @param chunks chunks of jobs that are not reported to their end
/// @param results messages of results that were not heard, as far as the worker knows: the last
///   word of that may have been lost with a stream
record Unfinished(int chunks, int results) {

    static final Unfinished NOTHING = new Unfinished(0, 0);

    boolean isEmpty() {
        return chunks == 0 && results == 0;
    }

    /// Chunks and results in words, only those that there are; empty when there are none.
    String describe() {
        return join(chunksInWords(), " and ", resultsInWords());
    }

    /// What becomes of it at a coordinator that has given this worker up. Its jobs go to others,
    /// but whether it had heard of results before that, the worker is not told.
    String describeGivenUp() {
        return join(
                chunks == 0
                        ? ""
                        : chunksInWords()
                                + (chunks == 1 ? " was" : " were")
                                + " dropped here and "
                                + (chunks == 1 ? "runs" : "run")
                                + " elsewhere",
                ", and ",
                results == 0 ? "" : resultsInWords() + " may have come too late");
    }

    private static String join(String first, String between, String second) {
        return first + (first.isEmpty() || second.isEmpty() ? "" : between) + second;
    }

    private String chunksInWords() {
        return chunks == 0 ? "" : chunks == 1 ? "1 chunk of jobs" : chunks + " chunks of jobs";
    }

    private String resultsInWords() {
        return results == 0
                ? ""
                : results == 1 ? "1 message of results" : results + " messages of results";
    }
}
