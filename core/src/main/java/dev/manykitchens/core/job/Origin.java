package dev.manykitchens.core.job;

/// Where an attempt ran.
///
/// @param worker the worker's name; "local" for pools inside this JVM, "none" where no worker had
///   it
/// @param host the host's name
/// @param pid the process id
/// @param attempt which try it was, from 1
public record Origin(String worker, String host, long pid, int attempt) {

    /// The name of the worker that a pool inside this JVM is.
    public static final String THIS_JVM = "local";

    private static final String NOBODY = "none";

    /// Where something happened that no worker had.
    public static Origin ofNobody() {
        return new Origin(NOBODY, NOBODY, 0, 1);
    }

    /// Whether it was in a pool inside the JVM that handed the job in.
    public boolean isThisJvm() {
        return worker.equals(THIS_JVM);
    }

    /// For the end of a sentence: where it was, in brackets; nothing when no worker had it.
    String inBrackets() {
        return worker.equals(NOBODY) && pid == 0 ? "" : " (" + this + ")";
    }

    @Override
    public String toString() {
        return "worker " + worker + ", host " + host + ", PID " + pid + ", attempt " + attempt;
    }
}
