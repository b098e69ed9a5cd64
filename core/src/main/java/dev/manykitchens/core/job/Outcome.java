package dev.manykitchens.core.job;

import dev.manykitchens.core.value.Value;

import java.time.Duration;

/// How a job ended. What jobs do is a value, never an exception of the pool.
public sealed interface Outcome {

    /// Somebody cancelled the job before it ended.
    Outcome CANCELLED = new Cancelled(Cancelled.Reason.ASKED);

    /// The client that submitted the job went away before it ended, so that it was cancelled.
    Outcome ORPHANED = new Cancelled(Cancelled.Reason.CLIENT_GONE);

    /// The kind, for counting and for columns.
    Kind kind();

    /// One line that says what happened, with worker, PID and attempt where there was one.
    String describe();

    /// The kinds of outcome.
    enum Kind {
        SUCCEEDED(0),
        FAILED(1),
        TIMED_OUT(2),
        /// Cancelled because somebody asked for it.
        CANCELLED(3),
        WORKER_LOST(4),
        /// Cancelled because nobody is left to whom a result could be given.
        ORPHANED(5);

        private static final Kind[] BY_CODE = values();

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        /// The number that stands for the kind in columns; the kinds are declared in its order,
        /// from 0.
        public byte code() {
            return code;
        }

        /// Whether the job ended where it ran: one that was cancelled in the queue or died with its
        /// worker has no times of its own.
        public boolean endedWhereItRan() {
            return switch (this) {
                case SUCCEEDED, FAILED, TIMED_OUT -> true;
                case CANCELLED, ORPHANED, WORKER_LOST -> false;
            };
        }

        /// Whether the job was cancelled, for whatever reason: it neither succeeded nor failed.
        public boolean isCancellation() {
            return switch (this) {
                case CANCELLED, ORPHANED -> true;
                case SUCCEEDED, FAILED, TIMED_OUT, WORKER_LOST -> false;
            };
        }

        /// The kind of a code.
        public static Kind ofCode(int code) {
            return BY_CODE[code];
        }
    }

    /// The recipe gave a result.
    record Succeeded(Value value) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.SUCCEEDED;
        }

        @Override
        public String describe() {
            return value.toString();
        }
    }

    /// The recipe's code threw, or its result cannot travel.
    ///
    /// @param message what it said, with the exception's class when that says more
    /// @param origin where it happened
    record Failed(String message, Origin origin) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.FAILED;
        }

        @Override
        public String describe() {
            return "failed: " + message + origin.inBrackets();
        }
    }

    /// The attempt ran longer than the batch's timeout.
    record TimedOut(Duration limit, Origin origin) implements Outcome {
        @Override
        public Kind kind() {
            return Kind.TIMED_OUT;
        }

        @Override
        public String describe() {
            return "timed out after " + limit.toMillis() + " ms" + origin.inBrackets();
        }
    }

    /// The job was cancelled before it ended.
    ///
    /// @param reason why
    record Cancelled(Reason reason) implements Outcome {

        /// Why a job was cancelled.
        public enum Reason {
            /// Somebody wanted it: whoever submitted it, or whoever operates the pool.
            ASKED,
            /// Its client went away: the computation is an orphan, as remote procedure calls name
            /// it (B. J. Nelson, Remote Procedure Call, CMU-CS-81-119, 1981).
            CLIENT_GONE
        }

        @Override
        public Kind kind() {
            return switch (reason) {
                case ASKED -> Kind.CANCELLED;
                case CLIENT_GONE -> Kind.ORPHANED;
            };
        }

        @Override
        public String describe() {
            return switch (reason) {
                case ASKED -> "cancelled";
                case CLIENT_GONE -> "cancelled: its client went away";
            };
        }
    }

    /// Every attempt ended with the death of its worker.
    ///
    /// @param message how the last worker died: exit code or signal, its last words, what to do
    /// @param origin the last worker and attempt
    record WorkerLost(String message, Origin origin) implements Outcome {

        /// What to do where nobody killed the worker: the end of the message.
        public static final String WHAT_TO_DO =
                "look for System.exit, native code or too much memory in the job, or allow more attempts";

        @Override
        public Kind kind() {
            return Kind.WORKER_LOST;
        }

        @Override
        public String describe() {
            return "worker lost: " + message + origin.inBrackets();
        }
    }
}
