package dev.manykitchens.report.run;

/// The machine that a run was measured on.
///
/// @param os operating system, version and architecture
/// @param jvm the Java virtual machine and its version
/// @param python the Python that ran the jobs of some pools, and its version; empty when none did
/// @param cpu the processor's name; empty when not known
/// @param cores logical processors of the machine
/// @param effectiveProcessors how many of them this JVM may use: containers and affinity masks give
///   it fewer
/// @param memoryBytes main memory of the machine; 0 when not known
public record HostFacts(
        String os,
        String jvm,
        String python,
        String cpu,
        int cores,
        int effectiveProcessors,
        long memoryBytes) {

    public HostFacts {
        python = Absent.orNoText(python);
    }
}
