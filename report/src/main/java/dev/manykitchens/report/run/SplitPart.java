package dev.manykitchens.report.run;

import org.jspecify.annotations.Nullable;

/// One of the seven parts of a response time, in the order in which a job goes through them.
public enum SplitPart {
    QUEUE("queue", "waiting for a slot"),
    ENCODE("encode", "arguments made ready for the wire"),
    WIRE("wire", "on the way to the worker"),
    STOVE("stove", "ready to compute, without permit or core"),
    CPU("cpu", "computing"),
    WAIT("wait", "in steps that wait"),
    RETURN("return", "result on its way back");

    private final String word;
    private final String meaning;

    SplitPart(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /// Its name, as in the file.
    public String word() {
        return word;
    }

    /// What a job does meanwhile.
    public String meaning() {
        return meaning;
    }

    private @Nullable Double seconds(SplitEntry split) {
        return switch (this) {
            case QUEUE -> split.queue();
            case ENCODE -> split.encode();
            case WIRE -> split.wire();
            case STOVE -> split.stove();
            case CPU -> split.cpu();
            case WAIT -> split.waiting();
            case RETURN -> split.returned();
        };
    }

    /// How much of a split it is; 0 when not known.
    public double of(SplitEntry split) {
        Double known = seconds(split);
        return known == null ? 0 : Math.max(0, known);
    }

    /// Whether a split has it.
    public boolean isKnown(SplitEntry split) {
        return seconds(split) != null;
    }

    /// What of this part was something else, see [#innerMeaning]; 0 when nothing was.
    public double innerOf(SplitEntry split) {
        Double inner =
                switch (this) {
                    case STOVE -> split.core();
                    case WAIT -> split.resource();
                    case QUEUE, ENCODE, WIRE, CPU, RETURN -> null;
                };
        return inner == null ? 0 : Math.clamp(inner, 0, of(split));
    }

    /// What that something else is; empty where there is none.
    public String innerMeaning() {
        return switch (this) {
            case STOVE -> "waiting for a core, not for a permit";
            case WAIT -> "waiting for a named resource";
            case QUEUE, ENCODE, WIRE, CPU, RETURN -> "";
        };
    }
}
