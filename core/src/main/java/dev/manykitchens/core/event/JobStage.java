package dev.manykitchens.core.event;

/// What a job in progress does at one moment.
public enum JobStage {
    /// It computes, or is about to.
    CPU(0),
    /// It is in a step that waits.
    WAIT(1),
    /// It waits for a stove, or for a thread that computes.
    STOVE(2),
    /// It waits for a named resource.
    RESOURCE(3);

    private static final JobStage[] BY_CODE = values();

    private final byte code;

    JobStage(int code) {
        this.code = (byte) code;
    }

    /// The number that stands for it in columns; the stages are declared in its order, from 0.
    public byte code() {
        return code;
    }

    /// The stage of a code.
    public static JobStage ofCode(int code) {
        return BY_CODE[code];
    }
}
