package dev.manykitchens.core.attempt;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// What it means that a JVM ran out of something, and what to do: one line.
public final class MemoryText {

    private static final String FULL_HEAP =
            "the heap of its JVM, at most %d MB, was full; make jobs smaller, run fewer at a time, or give the JVM more (worker JVMs of processes:N: --worker-memory, others: -Xmx)";

    private static final String OUTSIDE =
            "memory for messages, at most %d MB like the heap, was used up; make results smaller, or run fewer jobs at a time";

    /// What the error's message begins with, and what to say then.
    private static final Map<String, String> CAUSES =
            Map.of(
                    "unable to create native thread",
                            "the machine, or a limit of this user or container, gives the process no more threads; run fewer jobs at a time",
                    "Metaspace", "there is no more room for classes; load fewer of them",
                    "Compressed class space",
                            "there is no more room for classes; load fewer of them",
                    "Requested array size exceeds VM limit",
                            "an array can not be so long; make jobs smaller",
                    "Cannot reserve", OUTSIDE,
                    "failed to allocate", OUTSIDE);

    private static final long MEGABYTE = 1L << 20;

    /// What can be said where there is no memory to say more.
    private static final String BRIEFLY =
            "OutOfMemoryError: the heap of its JVM was full; make jobs smaller, run fewer at a time, or give the JVM more";

    /// Causes that go deeper than this are not looked at: a chain may be a ring.
    private static final int DEEPEST = 20;

    private MemoryText() {}

    /// The want of memory that a failure came from; null when it came from something else.
    public static @Nullable OutOfMemoryError among(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof OutOfMemoryError memory) {
                return memory;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /// Such as "OutOfMemoryError: Java heap space: the heap …".
    public static String of(OutOfMemoryError error) {
        try {
            return full(error);
        } catch (OutOfMemoryError again) {
            return BRIEFLY;
        }
    }

    private static String full(OutOfMemoryError error) {
        String message = error.getMessage();
        String cause = message == null ? "" : message;
        String meaning =
                CAUSES.entrySet().stream()
                        .filter(known -> cause.startsWith(known.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(FULL_HEAP);
        return "OutOfMemoryError: %s%s"
                .formatted(
                        cause.isEmpty() ? "" : cause + ": ",
                        meaning.formatted(Runtime.getRuntime().maxMemory() / MEGABYTE));
    }
}
