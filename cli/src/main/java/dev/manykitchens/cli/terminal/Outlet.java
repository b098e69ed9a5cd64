package dev.manykitchens.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// An output stream that remembers why something could not be written: `PrintStream` only says that
/// it could not. Thread-safe as far as the stream behind it is.
final class Outlet extends OutputStream {

    private final OutputStream target;
    private volatile Optional<IOException> failure = Optional.empty();

    Outlet(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
        try {
            target.write(b);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            target.flush();
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    /// Why output was lost; empty when none was, or when its reader had enough, as `head` has.
    Optional<String> loss() {
        return failure.map(e -> String.valueOf(e.getMessage()))
                .filter(message -> !message.contains("Broken pipe"));
    }

    private IOException remembered(IOException e) {
        if (failure.isEmpty()) {
            failure = Optional.of(e);
        }
        return e;
    }
}
