package dev.manykitchens.report.dashboard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The newest frames, for readers at their own pace: one that is too slow is told everything anew.
/// Bounded in frames and in characters. Thread-safe.
final class FrameRing {

    private final int mostFrames;
    private final long mostCharacters;

    private final Deque<Message> frames = new ArrayDeque<>();
    private long characters;
    private long last;
    private boolean closed;

    /// @param mostFrames how many frames are kept
    /// @param mostCharacters how long they may be together; the newest is kept whatever its length
    FrameRing(int mostFrames, long mostCharacters) {
        this.mostFrames = mostFrames;
        this.mostCharacters = mostCharacters;
    }

    /// The number of the newest frame; 0 before the first.
    synchronized long last() {
        return last;
    }

    /// Adds the frame that follows the newest.
    synchronized void add(Message frame) {
        if (frame.frame() != last + 1) {
            throw new IllegalArgumentException(
                    "frame %d must follow, was %d".formatted(last + 1, frame.frame()));
        }
        last = frame.frame();
        frames.addLast(frame);
        characters += frame.data().length();
        while (frames.size() > mostFrames || (characters > mostCharacters && frames.size() > 1)) {
            characters -= frames.removeFirst().data().length();
        }
        notifyAll();
    }

    /// Lets everyone who waits go.
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /// Waits for frames after this one.
    ///
    /// @return those there are; empty when some of them are no longer kept, or the number is not
    ///   one of ours
    /// @throws ClosedException when there will be no more
    synchronized Optional<List<Message>> after(long number) throws InterruptedException {
        while (!closed && number == last) {
            wait();
        }
        if (closed) {
            throw new ClosedException();
        }
        if (number > last || frames.isEmpty() || frames.getFirst().frame() > number + 1) {
            return Optional.empty();
        }
        List<Message> next = new ArrayList<>();
        for (Message frame : frames) {
            if (frame.frame() > number) {
                next.add(frame);
            }
        }
        return Optional.of(next);
    }

    /// There will be no more frames.
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ClosedException() {
            super("the dashboard is closed");
        }
    }
}
