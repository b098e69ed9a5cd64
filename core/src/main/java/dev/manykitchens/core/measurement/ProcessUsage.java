package dev.manykitchens.core.measurement;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What some processes used together, up to one moment.
///
/// @param cpuNanos processor time of all their threads since they started
/// @param memory main memory each of them holds now, this JVM first
/// @param hostBusyNanos time that all cores of this host together were not idle, or were taken away
///   by other machines on the same hardware, since it started; empty where some of the processes
///   run elsewhere, or may: then what is not theirs is not known
public record ProcessUsage(long cpuNanos, List<ProcessMemory> memory, OptionalLong hostBusyNanos) {

    public ProcessUsage {
        memory = List.copyOf(memory);
    }

    /// The ids of the processes.
    Set<Long> pids() {
        return memory.stream().map(held -> held.process().pid()).collect(Collectors.toSet());
    }

    /// Main memory they hold together now.
    public long residentBytes() {
        return memory.stream().mapToLong(ProcessMemory::residentBytes).sum();
    }
}
