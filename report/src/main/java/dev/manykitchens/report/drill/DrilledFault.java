package dev.manykitchens.report.drill;

/// One fault of a drill and what it cost.
///
/// @param fault what was done, in a few words
/// @param inProgress jobs that the worker had when it was done; of a coordinator, all its workers
/// @param jobs jobs handed in from the quiet time before it to the end of the one after it
/// @param lost those of them that failed, came with a wrong result, or never ended
/// @param twice results that were heard a second time
/// @param again how often a job went back to the queue or was given to a second worker too
/// @param dropped late results that the coordinator recognised and dropped, as jobs
/// @param times how long it took
public record DrilledFault(
        String fault,
        int inProgress,
        long jobs,
        long lost,
        long twice,
        long again,
        long dropped,
        Times times) {

    /// How long what took, in seconds; NaN: it was not seen, or there is no such thing.
    ///
    /// @param command how long the command took that did it; no command: NaN
    /// @param anotherLeads from the fault until another coordinator said that it leads; NaN also
    ///   where one is alone
    /// @param recovery from the fault until results came at nine tenths of their rate before; NaN:
    ///   not while it was watched
    /// @param longest the longest that one batch took, from handing it in to its last result
    public record Times(double command, double anotherLeads, double recovery, double longest) {}
}
