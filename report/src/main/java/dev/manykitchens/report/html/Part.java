package dev.manykitchens.report.html;

import dev.manykitchens.report.run.SplitEntry;

import org.jspecify.annotations.Nullable;

/// One of the seven parts of a response time, in the order in which a job goes through them. Each
/// has one colour wherever it is drawn.
enum Part {
    QUEUE("queue", "waiting for a slot"),
    ENCODE("encode", "arguments made ready for the wire"),
    WIRE("wire", "on the way to the worker"),
    STOVE("stove", "ready to compute, without permit or core"),
    CPU("cpu", "computing"),
    WAIT("wait", "in steps that wait"),
    RETURN("return", "result on its way back");

    private final String word;
    private final String meaning;

    Part(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    String word() {
        return word;
    }

    String meaning() {
        return meaning;
    }

    /// The class of what is drawn in its colour.
    String style() {
        return "mark part-" + word;
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
    double of(SplitEntry split) {
        Double known = seconds(split);
        return known == null ? 0 : Math.max(0, known);
    }

    boolean isKnown(SplitEntry split) {
        return seconds(split) != null;
    }

    /// What of this part was something else; 0 when nothing was.
    double hatchedOf(SplitEntry split) {
        Double inner =
                switch (this) {
                    case STOVE -> split.core();
                    case WAIT -> split.resource();
                    case QUEUE, ENCODE, WIRE, CPU, RETURN -> null;
                };
        return inner == null ? 0 : Math.clamp(inner, 0, of(split));
    }

    /// What the hatch of this part says.
    String hatchMeaning() {
        return switch (this) {
            case STOVE -> "waiting for a core, not for a permit";
            case WAIT -> "waiting for a named resource";
            case QUEUE, ENCODE, WIRE, CPU, RETURN -> "";
        };
    }
}
