package dev.manykitchens.core.measurement;

/// Main memory that one process held at one moment.
///
/// @param process which one; called `local` where it is this JVM
/// @param residentBytes what it held
public record ProcessMemory(PoolWorker process, long residentBytes) {}
