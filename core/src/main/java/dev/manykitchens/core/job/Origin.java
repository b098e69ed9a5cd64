package dev.manykitchens.core.job;

/// Where an attempt ran.
///
/// @param worker the worker's name; "local" for pools inside this JVM
/// @param host the host's name
/// @param pid the process id
/// @param attempt which try it was, from 1
public record Origin(String worker, String host, long pid, int attempt) {

    @Override
    public String toString() {
        return "worker " + worker + ", host " + host + ", PID " + pid + ", attempt " + attempt;
    }
}
