package dev.manykitchens.core.value;

/// The types that arguments and results can have.
public enum ValueType {
    /// A whole number of any size, as in Python.
    INTEGER,
    /// A 64-bit floating point number.
    REAL,
    /// Unicode text.
    TEXT,
    /// Raw bytes.
    BYTES,
    /// No value: what a job leaves behind that is run only for its effect or its time.
    NONE;

    /// The word that help texts and error messages use, such as "an integer".
    public String phrase() {
        return switch (this) {
            case INTEGER -> "an integer";
            case REAL -> "a number";
            case TEXT -> "a text";
            case BYTES -> "bytes";
            case NONE -> "nothing";
        };
    }
}
